import CYAML

extension YAMLError {
    /// What libyaml found wrong, in its words, but for those that would puzzle a reader.
    init(_ parser: yaml_parser_t, in bytes: UnsafeBufferPointer<UInt8>) {
        let problem = parser.problem.map { String(cString: $0) } ?? "the text cannot be read"
        guard parser.error == YAML_READER_ERROR else {
            let mark = YAMLMark(parser.problem_mark)
            let context = parser.context.map { String(cString: $0) + ": " } ?? ""
            let isTab = bytes.isTab(at: mark)
            self.init(
                isTab ? "a tab stands where only spaces may; write spaces instead" : context + problem, at: mark)
            return
        }
        // libyaml knows no line here: it reads ahead of what it parses.
        let isWide = bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE])
        self.init(
            isWide ? "the text is UTF-16; save it as UTF-8" : problem,
            at: bytes.mark(ofByte: parser.problem_offset))
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The place of a byte, by its offset.
    fileprivate func mark(ofByte offset: Int) -> YAMLMark {
        let before = self[..<Swift.min(offset, count)]
        let start = before.lastIndex(of: newline).map { $0 + 1 } ?? 0
        let scalars = before[start...].count { $0 & 0xC0 != 0x80 }
        return YAMLMark(line: before.count { $0 == newline } + 1, column: scalars + 1)
    }

    fileprivate func isTab(at mark: YAMLMark) -> Bool {
        var line = self[...]
        for _ in 1..<mark.line {
            guard let end = line.firstIndex(of: newline) else { return false }
            line = line[(end + 1)...]
        }
        var column = 0
        let byte = line.first { byte in
            if byte & 0xC0 != 0x80 { column += 1 }
            return column == mark.column
        }
        return byte == UInt8(ascii: "\t")
    }
}

private let newline = UInt8(ascii: "\n")
