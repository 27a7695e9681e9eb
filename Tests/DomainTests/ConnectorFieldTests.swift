import TestSupport
import Testing

@testable import Domain

@Suite("The fields of connectors")
struct ConnectorFieldTests {
    private func problem(_ values: [String: String], _ fields: [ConnectorField]) -> String? {
        do throws(ConnectorFieldProblem) {
            _ = try ConnectorField.checked(values, against: fields)
            return nil
        } catch {
            return error.field
        }
    }

    @Test("are kept trimmed, with standards, and secrets as they were typed")
    func kept() throws {
        let place = try ConnectorField.checked(
            ["bucket": " photos ", "endpoint": " "], against: ConnectorType.s3.configurationFields)
        #expect(place == ["bucket": "photos", "region": "us-east-1", "addressing": "auto"])
        let keys = try ConnectorField.checked(
            ["username": " ines ", "password": " p w ", "domain": ""], against: ConnectorType.smb.credentialFields)
        #expect(keys == ["username": "ines", "password": " p w "])
    }

    @Test("refuse what could lead elsewhere, break a line or never fit")
    func refused() {
        let s3 = ConnectorType.s3.configurationFields, smb = ConnectorType.smb.configurationFields
        for bucket in ["a/b", "a?b", "a b", "a@b", "..", "a\nb", String(repeating: "a", count: 1025)] {
            #expect(problem(["bucket": bucket], s3) == "bucket", "\(bucket)")
        }
        for server in ["nas/x", "u@nas", "nas#", "nas?x", "nas%41"] {
            #expect(problem(["server": server, "share": "p"], smb) == "server", "\(server)")
        }
        for share in ["a/b", "a\\b", ".", "a?b"] {
            #expect(problem(["server": "nas", "share": share], smb) == "share", "\(share)")
        }
        for port in ["0", "65536", "٣", "4 5", "-1"] {
            #expect(problem(["server": "nas", "share": "p", "port": port], smb) == "port", "\(port)")
        }
        #expect(
            problem(["username": "STUDIO\\ines", "password": "x"], ConnectorType.smb.credentialFields) == "username")
        for document in ["", "[]", "{", "text"] {
            #expect(problem(["service_account": document], ConnectorType.gcs.credentialFields) == "service_account")
        }
    }

    @Test("make a schema that says what is secret, needed and offered", arguments: ConnectorType.allCases)
    func schema(_ type: ConnectorType) {
        for fields in [type.configurationFields, type.credentialFields] {
            let schema = ConnectorField.schema(fields)
            #expect(schema["x-order"]?.arrayValue?.count == fields.count)
            for field in fields {
                let property = schema["properties"]?[field.name]
                #expect((property?["writeOnly"] == true) == field.isSecret)
                #expect(schema["required"]?.arrayValue?.contains(.string(field.name)) == field.isRequired)
                #expect(property?["default"]?.stringValue == field.standard)
            }
        }
    }
}
