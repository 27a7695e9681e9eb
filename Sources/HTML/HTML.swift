/// A piece of HTML that is safe by construction: what is interpolated into its literal is escaped, unless it is HTML itself.
///
/// Values may stand in text and in double-quoted attributes. `href` and `src` take only a `LinkTarget` (`\(href: target)`,
/// `\(src: target)`); no value belongs into style, script or the name of an element or attribute.
public struct HTML: Sendable, Hashable {
    /// The markup, ready to be written.
    public let markup: String

    fileprivate init(trusted markup: String) {
        self.markup = markup
    }

    /// Nothing at all.
    public static let empty = HTML(trusted: "")

    /// Text that came from anywhere: shown as it is, never read as markup.
    public init(text: some StringProtocol) {
        markup = Escaping.escape(text)
    }

    /// Pieces one behind the other.
    public init(joining pieces: some Sequence<HTML>, separator: HTML = .empty) {
        markup = pieces.map(\.markup).joined(separator: separator.markup)
    }

    /// Two pieces one behind the other.
    public static func + (left: HTML, right: HTML) -> HTML {
        HTML(trusted: left.markup + right.markup)
    }
}

/// Where a link may lead: an address inside the site, or an https address. What conforms vouches for its text.
public protocol LinkTarget {
    /// The address as it stands in `href` or `src`, not yet escaped.
    var address: String { get }
}

/// An absolute address outside the site; only https is let through.
public struct HTTPSURL: LinkTarget, Hashable, Sendable {
    /// The whole address.
    public let address: String

    /// Nil unless the text begins with `https://` and holds no space or control character.
    public init?(_ text: String) {
        guard text.hasPrefix("https://"), text.utf8.count > 8, text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            return nil
        }
        address = text
    }
}

extension HTML: ExpressibleByStringInterpolation {
    /// Markup as it is written in the source.
    public init(stringLiteral value: String) {
        markup = value
    }

    /// Markup with values in it.
    public init(stringInterpolation: StringInterpolation) {
        markup = stringInterpolation.markup
    }

    /// Collects the parts of a literal.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var markup: String

        /// Makes room for a literal.
        public init(literalCapacity: Int, interpolationCount: Int) {
            markup = ""
            markup.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        /// A part that stands in the source.
        public mutating func appendLiteral(_ literal: String) {
            markup += literal
        }

        /// A value: escaped.
        public mutating func appendInterpolation(_ text: some StringProtocol) {
            Escaping.append(text, to: &markup)
        }

        /// A value that may be missing: escaped, or nothing.
        public mutating func appendInterpolation(_ text: String?) {
            if let text { Escaping.append(text, to: &markup) }
        }

        /// A number, in plain digits.
        public mutating func appendInterpolation(_ number: some BinaryInteger) {
            markup += String(number)
        }

        /// Other markup: as it is.
        public mutating func appendInterpolation(_ html: HTML) {
            markup += html.markup
        }

        /// Other markup that may be missing.
        public mutating func appendInterpolation(_ html: HTML?) {
            if let html { markup += html.markup }
        }

        /// Several pieces of markup, one behind the other.
        public mutating func appendInterpolation(_ pieces: some Sequence<HTML>) {
            for piece in pieces { markup += piece.markup }
        }

        /// A whole `href` attribute.
        public mutating func appendInterpolation(href target: some LinkTarget) {
            appendAttribute("href", target.address)
        }

        /// A whole `src` attribute.
        public mutating func appendInterpolation(src target: some LinkTarget) {
            appendAttribute("src", target.address)
        }

        /// A whole `action` attribute of a form.
        public mutating func appendInterpolation(action target: some LinkTarget) {
            appendAttribute("action", target.address)
        }

        /// A boolean attribute such as `checked`, there or not.
        public mutating func appendInterpolation(_ attribute: StaticString, if condition: Bool) {
            if condition { markup += attribute.description }
        }

        private mutating func appendAttribute(_ name: String, _ value: String) {
            markup += name + "=\""
            Escaping.append(value, to: &markup)
            markup += "\""
        }
    }
}

/// Replaces the five characters that mean something in HTML; control characters that HTML forbids become U+FFFD.
enum Escaping {
    static func escape(_ text: some StringProtocol) -> String {
        var escaped = ""
        append(text, to: &escaped)
        return escaped
    }

    static func append(_ text: some StringProtocol, to markup: inout String) {
        guard text.utf8.contains(where: needsEscape) else {
            markup += text
            return
        }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": markup += "&amp;"
            case "<": markup += "&lt;"
            case ">": markup += "&gt;"
            case "\"": markup += "&quot;"
            case "'": markup += "&#39;"
            case "\t", "\n": markup.unicodeScalars.append(scalar)
            case "\u{0}"..<"\u{20}", "\u{7F}": markup += "\u{FFFD}"
            default: markup.unicodeScalars.append(scalar)
            }
        }
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x26, 0x3C, 0x3E, 0x22, 0x27, 0x7F: true
        case 0x09, 0x0A: false
        default: byte < 0x20
        }
    }
}
