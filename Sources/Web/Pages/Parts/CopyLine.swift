import HTML

/// A text to take elsewhere, with a button that copies it where a script can.
enum CopyLine {
    static func render(_ label: String, _ text: String) -> HTML {
        """
        <div class="copy-line" data-module="copy"><span class="copy-label">\(label)</span>\
        <code tabindex="0" data-copy>\(text)</code>\
        <button class="button small" type="button" aria-label="Copy \(label.lowercased())" hidden>\(Icon.copy.html)\
        <span>Copy</span></button><span class="said" role="status"></span></div>
        """
    }
}
