import Testing
import XML

@Suite("XML errors") struct XMLErrorTests {
    @Test func namesItsPlace() {
        #expect("\(XMLError("mismatched tag", line: 3, column: 7))" == "line 3, column 7: mismatched tag")
    }
}
