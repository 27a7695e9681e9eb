import Server

await ServerCommand.runAndExit()
