import XML

/// Finds the counted properties in the XMP of a sidecar: attributes and elements of the `rdf:Description`s directly in `rdf:RDF`,
/// by their namespaces, whatever the prefixes. What stands deeper belongs to other things (history, ingredients) and is passed over.
///
/// Source: XMP specification part 1 (ISO 16684-1), §7.
final class SidecarHandler: XMLHandler {
    private static let rdf: StaticString = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

    private(set) var fields = SidecarFields()
    /// Whether there was an `rdf:RDF` at all.
    private(set) var hasRDF = false
    private var depth = 0
    /// How deep the open `rdf:RDF` is; 0 where none is open.
    private var rdfDepth = 0
    private var isInDescription = false
    /// The property whose text is being read.
    private var open: SidecarFields.Field?
    /// How deep the element is that is passed over with all in it; 0 where none is.
    private var skippedDepth = 0

    /// Gets ready for the next sidecar.
    func begin() {
        fields.removeAll()
        (hasRDF, depth, rdfDepth, isInDescription, open, skippedDepth) = (false, 0, 0, false, nil, 0)
    }

    func start(_ name: XMLName, _ attributes: XMLAttributes) throws(XMLRefusal) {
        depth += 1
        guard skippedDepth == 0 else { return }
        if rdfDepth == 0 {
            if name.matches(Self.rdf, "RDF") { (rdfDepth, hasRDF) = (depth, true) }
        } else if depth == rdfDepth + 1, name.matches(Self.rdf, "Description") {
            isInDescription = true
            for attribute in attributes {
                guard let field = Self.field(attribute.name), !fields.has(field) else { continue }
                fields.append(attribute.value, to: field)
            }
        } else if depth == rdfDepth + 2, isInDescription {
            open = Self.field(name).flatMap { fields.has($0) ? nil : $0 }
            if open == nil { skippedDepth = depth }
        } else if !isPartOfValue(name) {
            skippedDepth = depth
        }
    }

    func end(_ name: XMLName) throws(XMLRefusal) {
        if skippedDepth == depth { skippedDepth = 0 }
        if depth == rdfDepth { rdfDepth = 0 }
        if depth == rdfDepth + 1 { isInDescription = false }
        // Of several values the first counts.
        if let field = open, depth == rdfDepth + 2 || fields.has(field) { open = nil }
        depth -= 1
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(XMLRefusal) {
        guard skippedDepth == 0, let open else { return }
        fields.append(bytes, to: open)
    }

    /// The elements that wrap a value: arrays, alternatives, and values with qualifiers. Qualifiers themselves are none.
    private func isPartOfValue(_ name: XMLName) -> Bool {
        guard open != nil, name.isIn(Self.rdf) else { return false }
        return name.isNamed("li") || name.isNamed("Alt") || name.isNamed("Seq") || name.isNamed("Bag")
            || name.isNamed("value") || name.isNamed("Description")
    }

    /// The property of a name. Namespaces: XMP basic, TIFF, EXIF, CIPA's EXIF and Adobe's `aux`.
    private static func field(_ name: XMLName) -> SidecarFields.Field? {
        guard name.namespace.count >= 20, let last = name.local.last else { return nil }
        switch last {
        case UInt8(ascii: "g"): return name.matches("http://ns.adobe.com/xap/1.0/", "Rating") ? .rating : nil
        case UInt8(ascii: "e"): return name.matches("http://ns.adobe.com/tiff/1.0/", "Make") ? .make : nil
        case UInt8(ascii: "s"): return name.matches("http://ns.adobe.com/exif/1.0/aux/", "Lens") ? .auxLens : nil
        case UInt8(ascii: "l"):
            if name.matches("http://ns.adobe.com/tiff/1.0/", "Model") { return .model }
            if name.matches("http://ns.adobe.com/xap/1.0/", "Label") { return .label }
            if name.matches("http://ns.adobe.com/xap/1.0/", "CreatorTool") { return .creatorTool }
            let isLens =
                name.matches("http://cipa.jp/exif/1.0/", "LensModel")
                || name.matches("http://ns.adobe.com/exif/1.0/", "LensModel")
            return isLens ? .lensModel : nil
        default: return nil
        }
    }
}
