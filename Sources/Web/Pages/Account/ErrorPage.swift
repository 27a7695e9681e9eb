import HTML
import Wire

/// Where something cannot be shown: what happened, and where to go on.
struct ErrorPage: Sendable {
    /// The status of the answer.
    var status: Int
    var title: String
    var message: String

    static let notFound = ErrorPage(
        status: 404, title: "Not found",
        message: "There is nothing at this address. It may have been deleted, or the link may be incomplete.")
    static let forbidden = ErrorPage(
        status: 403, title: "Not allowed",
        message: "Your role does not allow this. An administrator of your team can do it, or change your role.")
    static let failed = ErrorPage(
        status: 500, title: "Something went wrong",
        message:
            "The server could not answer. Nothing was changed. Try again; if it stays so, look at the server's log.")

    /// - Parameter frame: for people who are signed in; without it the page stands alone.
    func render(frame: PageFrame?) -> HTML {
        let way: HTML = """
            <a class="button primary" \(href: PageRoutes.dashboard.path())>Go to the start</a>
            """
        let body: HTML = """
            <p class="error-code" aria-hidden="true">\(status)</p><p class="lead">\(message)</p><p>\(way)</p>
            """
        guard let frame else {
            return Document.renderPlain(title: title, content: "<h1>\(title)</h1>\(body)")
        }
        return frame.render(FramedPage(title: title, content: "<div class=\"error-page\">\(body)</div>"))
    }
}
