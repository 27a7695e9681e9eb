/// What may stand in the attributes of a report.
struct ReportCheckValues {
    private let bytes: UnsafeBufferPointer<UInt8>

    init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    /// Attributes that no element may have: they send, load or run whatever their value is.
    private static let refused: Set<String> = [
        "action", "archive", "attributionsrc", "base", "classid", "code", "codebase", "formaction", "manifest", "ping",
        "profile", "srcdoc",
    ]
    /// Attributes whose value is an address that browsers load or go to.
    private static let addresses: Set<String> = [
        "background", "dynsrc", "href", "icon", "longdesc", "lowsrc", "poster", "src", "usemap",
    ]
    /// Attributes whose value people read or that only names something: no style is read out of them.
    private static let texts: Set<String> = [
        "abbr", "alt", "class", "content", "id", "label", "name", "placeholder", "summary", "title",
        "value",
    ]
    /// What an animation may not change.
    private static let unanimated: Set<String> = ["base", "href", "src", "style"]
    /// Elements whose `href` is drawn as an image, in which no script runs and nothing is loaded.
    private static let imageElements: Set<String> = ["image", "feimage"]
    private static let rasterImages = ["png", "jpeg", "jpg", "gif", "webp", "avif"]

    /// - Parameter element: the element's local name in lower case.
    /// - Throws: `ReportRefusal` at the attribute's name.
    func check(_ attribute: ReportCheckTokenizer.Attribute, of element: String) throws(ReportRefusal) {
        let whole = lowercasedName(attribute)
        let name = Self.local(whole)
        func refuse(_ problem: String) -> ReportRefusal {
            ReportRefusal(element: element, offset: attribute.name.lowerBound, problem: "\(whole): \(problem)")
        }
        if whole.hasPrefix("on") || name.hasPrefix("on") { throw refuse("attributes that run script are not allowed") }
        if Self.refused.contains(name) { throw refuse("this attribute is not allowed") }
        if name == "srcset" || name == "imagesrcset" {
            if let problem = sourceSetProblem(decoded(attribute)) { throw refuse(problem) }
        } else if Self.addresses.contains(name) {
            if let problem = addressProblem(decoded(attribute), name, of: element) { throw refuse(problem) }
        } else if name == "attributename" {
            let target = Self.local(
                String(decoding: decoded(attribute), as: UTF8.self).lowercased().filter { !$0.isWhitespace })
            if Self.unanimated.contains(target) || target.hasPrefix("on") {
                throw refuse("\"\(target)\" must not be animated")
            }
        } else if !Self.texts.contains(name), !whole.hasPrefix("data-"), !whole.hasPrefix("aria-"),
            mayHoldStyle(attribute.value)
        {
            var style = ReportCheckStyle(decoded(attribute))
            if let found = style.firstProblem() { throw refuse(found.problem) }
        }
    }

    /// The text of a `style` element, read both as HTML reads it and as SVG does, with references replaced.
    func checkStyle(_ range: Range<Int>) throws(ReportRefusal) {
        var style = ReportCheckStyle(Array(bytes[range]))
        if let found = style.firstProblem() {
            throw ReportRefusal(element: "style", offset: range.lowerBound + found.offset, problem: found.problem)
        }
        guard let replaced = ReportCheckReferences.decode(bytes[range]) else { return }
        var second = ReportCheckStyle(replaced)
        if let found = second.firstProblem() {
            throw ReportRefusal(element: "style", offset: range.lowerBound, problem: found.problem)
        }
    }

    /// The value of the first attribute of a name, with its references replaced.
    func first(_ name: String, of attributes: [ReportCheckTokenizer.Attribute]) -> String? {
        attributes.first { lowercasedName($0) == name }.map(text)
    }

    /// An attribute's value as text, with its references replaced.
    func text(_ attribute: ReportCheckTokenizer.Attribute) -> String {
        String(decoding: decoded(attribute), as: UTF8.self)
    }

    /// A name without its prefix: `xlink:href` is `href`.
    static func local(_ name: String) -> String {
        guard let colon = name.utf8.lastIndex(of: UInt8(ascii: ":")) else { return name }
        return String(name[name.utf8.index(after: colon)...])
    }

    private func lowercasedName(_ attribute: ReportCheckTokenizer.Attribute) -> String {
        bytes.lowercasedText(in: attribute.name)
    }

    private func decoded(_ attribute: ReportCheckTokenizer.Attribute) -> [UInt8] {
        ReportCheckReferences.decode(bytes[attribute.value]) ?? Array(bytes[attribute.value])
    }

    /// Every function, escape, reference and at-rule needs one of these bytes.
    private func mayHoldStyle(_ range: Range<Int>) -> Bool {
        bytes[range].contains {
            $0 == UInt8(ascii: "(") || $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "&") || $0 == UInt8(ascii: "@")
        }
    }

    private func addressProblem(_ value: [UInt8], _ name: String, of element: String) -> String? {
        let address = ReportCheckAddress(value)
        if address.isFragment || (name == "href" && element == "a" && address.isHTTPS) { return nil }
        if let subtype = address.imageSubtype {
            if name != "href" || Self.imageElements.contains(element) { return nil }
            if element == "a", Self.rasterImages.contains(subtype) { return nil }
        }
        return address.problem(isLink: element == "a" && name == "href")
    }

    /// Candidates are separated by commas, an address ends at a space. Source: WHATWG HTML §4.8.4.2.2.
    private func sourceSetProblem(_ value: [UInt8]) -> String? {
        var rest = value[...]
        while true {
            rest = rest.drop { $0.isSpace || $0 == UInt8(ascii: ",") }
            guard !rest.isEmpty else { return nil }
            let address = ReportCheckAddress(Array(rest.prefix { !$0.isSpace }))
            guard address.isFragment || address.imageSubtype != nil else { return address.problem(isLink: false) }
            rest = rest.drop { !$0.isSpace }
            if value[rest.startIndex - 1] == UInt8(ascii: ",") { continue }
            let descriptor = rest.prefix { $0 != UInt8(ascii: ",") }
            if descriptor.contains(UInt8(ascii: "(")) { return "a descriptor holds a parenthesis; write 2x or 100w" }
            rest = rest.dropFirst(descriptor.count)
        }
    }
}

/// An address as browsers read it: surrounding space and control characters, tabs and line breaks do not count.
/// Source: WHATWG URL §4.4.
struct ReportCheckAddress {
    /// The beginning in lower case, enough to know the scheme and an image's type.
    private let head: String
    private static let imageTypes = ["png", "jpeg", "jpg", "gif", "webp", "avif", "svg+xml"]

    init(_ value: [UInt8]) {
        let shown = value.drop { $0 <= 0x20 }.lazy.filter { $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
        head = String(decoding: shown.prefix(64).map(\.lowercased), as: UTF8.self)
    }

    /// Stays in the document.
    var isFragment: Bool { head.utf8.first == UInt8(ascii: "#") }
    /// A link to another site that is read only when somebody follows it.
    var isHTTPS: Bool { head.hasPrefix("https://") && head.utf8.count > 8 }

    /// `png` of `data:image/png;base64,…`; nil for anything but an image that stands in the document itself.
    var imageSubtype: String? {
        guard head.hasPrefix("data:image/") else { return nil }
        let subtype = head.dropFirst(11).prefix { $0 != ";" && $0 != "," }
        guard subtype.endIndex < head.endIndex else { return nil }
        return Self.imageTypes.first { $0 == subtype }
    }

    /// What is wrong with it and what would be right.
    func problem(isLink: Bool) -> String {
        let scheme = head.prefix { $0 != ":" }
        let isScript = head.contains(":") && ["javascript", "vbscript", "livescript"].contains(String(scheme))
        let allowed = isLink ? "#… and https://…" : "#… and data:image/… in the document itself"
        return isScript
            ? "\(scheme): runs script; only \(allowed) are allowed"
            : "the address \"\(head.prefix(40))\" leads out of the report; only \(allowed) are allowed"
    }
}
