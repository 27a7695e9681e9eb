import AgentCommands
print("")
