import Server
print("")
