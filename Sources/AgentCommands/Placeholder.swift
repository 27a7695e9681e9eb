enum AgentCommandsPlaceholder {}
