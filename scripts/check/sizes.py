"""How long a file and a function may be."""

import ast
import re

from finding import Finding

FILE_LINES = 400
MODULE_LINES = 200
FUNCTION_LINES = 60
EXECUTABLE_LINES = 60
EXECUTABLES = {"safelight", "safelight-agent"}
MEASURED = {".swift", ".js", ".css", ".py"}

_FUNCTION = re.compile(r"(?<![.\w])(func|init|deinit|subscript|var)\b")
_STEP = re.compile(
    r"[(){}\[\]=\n]|\b(?:func|init|deinit|subscript|var|let|case|struct|class|enum|actor|extension|protocol|typealias|"
    r"import|public|private|internal|static|mutating)\b")


def check(tree):
    """All files of the project, and the functions in those of Swift and Python."""
    for file in tree.files:
        if file.extension in MEASURED or file.is_python or file.is_shell:
            yield from _check_length(file)
        if file.is_python:
            yield from _check_python(file)
    for file in tree.swift():
        for name, line, length in functions(file.swift):
            if length > FUNCTION_LINES:
                yield Finding(file.path, line, f"{name} is {length} lines long",
                              f"take it apart: at most {FUNCTION_LINES}")


def _check_length(file):
    limit, kind = FILE_LINES, "file"
    if file.extension == ".js":
        limit, kind = MODULE_LINES, "module"
    elif file.target in EXECUTABLES:
        limit, kind = EXECUTABLE_LINES, "executable"
    if len(file.lines) > limit:
        yield Finding(file.path, limit + 1, f"{kind} of {len(file.lines)} lines", f"take it apart: at most {limit}")


def _check_python(file):
    try:
        module = ast.parse(file.text)
    except SyntaxError:
        return  # the languages rule reports it
    for node in ast.walk(module):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            length = node.end_lineno - node.lineno + 1
            if length > FUNCTION_LINES:
                yield Finding(file.path, node.lineno, f"function {node.name} is {length} lines long",
                              f"take it apart: at most {FUNCTION_LINES}")


def functions(swift):
    """The (name, line, length in lines) of every function, initializer, subscript and computed property."""
    for match in _FUNCTION.finditer(swift.code):
        begin = _body(swift.code, match.end(), is_property=match.group() == "var")
        if begin is None:
            continue
        first, last = swift.line(match.start()), swift.line(_closing(swift.code, begin))
        yield _name(swift, match), first, last - first + 1


def _name(swift, match):
    rest = re.match(r"\s+(`[^`\n]*`|[^\s(<:{]+)", swift.text[match.end():])
    return f"{match.group()} {rest.group(1)}" if rest and match.group() in ("func", "var") else match.group()


def _body(code, at, is_property):
    """Where the brace that opens a declaration's body stands; None if it has none."""
    depth = 0
    while match := _STEP.search(code, at):
        token, at = match.group(), match.end()
        if token in "([":
            depth += 1
        elif token in ")]":
            depth -= 1
            if depth < 0:
                return None
        elif depth:
            continue
        elif token == "{":
            return match.start()
        elif token == "}" or token[0].isalpha() or (is_property and token in "=\n"):
            return None
    return None


def _closing(code, begin):
    depth = 0
    for match in re.compile("[{}]").finditer(code, begin):
        depth += 1 if match.group() == "{" else -1
        if depth == 0:
            return match.start()
    return len(code) - 1
