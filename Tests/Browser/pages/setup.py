"""The first start."""


class SetupPage:
    """Creates the team and its administrator, by the code that the server printed."""

    def __init__(self, page, address):
        self.page = page
        self.address = address

    def open(self):
        self.page.goto(self.address + "/setup")
        return self

    @property
    def code(self):
        return self.page.get_by_label("Set-up code")

    @property
    def team(self):
        return self.page.get_by_label("Team name")

    def create(self, code, team, name, email, password):
        self.code.fill(code)
        self.team.fill(team)
        self.page.get_by_label("Your name").fill(name)
        self.page.get_by_label("Email").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Create team").click()
