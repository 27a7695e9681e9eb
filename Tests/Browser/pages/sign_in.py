"""Set-up and sign-in."""


class SignInPage:
    """Asks for email and password."""

    def __init__(self, page, address):
        self.page = page
        self.address = address

    def open(self):
        self.page.goto(self.address + "/sign-in")
        return self

    def sign_in(self, email, password):
        self.page.get_by_label("Email").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in").click()


class SetupPage:
    """The first start."""

    def __init__(self, page, address):
        self.page = page
        self.address = address

    def open(self):
        self.page.goto(self.address + "/setup")
        return self

    def create(self, code, team, name, email, password):
        self.page.get_by_label("Set-up code").fill(code)
        self.page.get_by_label("Team name").fill(team)
        self.page.get_by_label("Your name").fill(name)
        self.page.get_by_label("Email").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Create team").click()
