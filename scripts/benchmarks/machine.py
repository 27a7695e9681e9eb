"""What the figures were measured on, without its name or its places."""

import os
import platform
import subprocess


def machine(place):
    """Cores, system, the file system of a folder, and how busy the machine is before anything is measured."""
    done = subprocess.run(["df", "--output=fstype", str(place)], capture_output=True, text=True)
    return {
        "cores": os.cpu_count(), "processor": _processor(), "system": f"{platform.system()} {_release()}",
        "file_system": (done.stdout.split() or ["unknown"])[-1], "load_before": round(os.getloadavg()[0], 1),
    }


def words(machine_):
    """The same in one line."""
    return (f"{machine_['cores']} cores ({machine_['processor']}), {machine_['system']}, "
            f"{machine_['file_system']}, warm cache, load before {machine_['load_before']}")


def _release():
    """The kernel's version number without what its builder added."""
    return ".".join(platform.release().split("-")[0].split(".")[:2])


def _processor():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            models = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    except OSError:
        models = []
    return models[0] if models else platform.machine()
