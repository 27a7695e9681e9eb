"""The page that asks who somebody is."""


class SignInPage:
    """Asks for email and password."""

    def __init__(self, page, address):
        self.page = page
        self.address = address

    def open(self):
        self.page.goto(self.address + "/sign-in")
        return self

    @property
    def email(self):
        return self.page.get_by_label("Email")

    @property
    def complaint(self):
        return self.page.get_by_role("alert")

    def sign_in(self, email, password):
        self.email.fill(email)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in").click()
