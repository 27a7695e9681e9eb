import HTML
import Wire

/// A question in front of the page. The page is rendered with it open, at an address of its own, so that it works without
/// a script; `dialog.js` fetches that page and shows its dialog over the one that is there.
struct Dialog: Sendable {
    var title: String
    /// Where closing leads without a script.
    var close: RoutePath
    var content: HTML

    var html: HTML {
        """
        <dialog class="dialog" open aria-labelledby="dialog-title">
        <div class="dialog-head"><h2 id="dialog-title">\(title)</h2>\
        <a class="icon-button" data-dialog-close \(href: close) aria-label="Close">\(Icon.close.html)</a></div>
        \(content)
        </dialog>
        """
    }

    /// A form that ends in a button and a way back.
    static func form(
        _ route: RoutePath, frame: PageFrame, button: HTML, close: RoutePath, isDanger: Bool = false, _ fields: HTML
    ) -> HTML {
        """
        <form class="stack" method="post" \(action: route)>\(frame.csrfField)
        \(fields)
        <div class="dialog-actions">\
        <a class="button" data-dialog-close\(" autofocus", if: isDanger) \(href: close)>Back</a>\
        <button class="button \(isDanger ? "danger" : "primary")">\(button)</button></div>
        </form>
        """
    }

    /// A button in a list that opens the dialog of that name, about one thing of those that the page shows.
    /// - Parameters:
    ///   - thing: the field that says which it is.
    ///   - title: what it is called, for those who do not see beside what the button stands.
    static func opener(
        _ name: String, on page: RoutePath, about thing: (name: String, value: String), _ icon: Icon, _ word: String,
        _ title: String
    ) -> HTML {
        """
        <form class="inline" method="get" \(action: page) data-dialog>\
        <input type="hidden" name="\(thing.name)" value="\(thing.value)">\
        <button class="button small" name="dialog" value="\(name)" aria-label="\(word) \(title)">\
        \(icon.html)\(word)</button></form>
        """
    }

    /// A button that opens the dialog of that name on a page.
    static func opener(_ name: String, on page: RoutePath, label: HTML, style: String = "button") -> HTML {
        """
        <form class="inline" method="get" \(action: page) data-dialog>\
        <button class="\(style)" name="dialog" value="\(name)">\(label)</button></form>
        """
    }
}
