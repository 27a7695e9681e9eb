print("Nothing is measured yet.")
