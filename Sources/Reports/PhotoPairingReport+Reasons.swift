import Analysis

/// Each reason for an invalid name, for people.
extension PhotoPairingReport {
    static func title(_ code: InvalidName) -> String {
        switch code {
        case .tooShort: "Names too short"
        case .cameraLowercase: "Camera in lower case"
        case .cameraInvalid: "No camera in the name"
        case .counterMissing: "No counter in the name"
        case .counterZero: "Counter 0000"
        case .counterInvalid: "Counter not valid"
        case .emptyProperty: "Empty property"
        case .invalidProperty: "Property not valid"
        case .invalidExtension: "Extension not valid"
        }
    }

    static func meaning(_ code: InvalidName) -> String {
        switch code {
        case .tooShort: "There is no room for four characters of a camera and four digits of a counter."
        case .cameraLowercase: "The first four characters are a camera, but with lower-case letters."
        case .cameraInvalid: "The first four characters are not capital letters or digits, as a camera's are."
        case .counterMissing: "No digit follows the camera, so nothing says which photo it is."
        case .counterZero: "Cameras count from 0001 on; 0000 names no photo."
        case .counterInvalid:
            "What follows the camera is not just four digits: too few, too many, or text without a hyphen."
        case .emptyProperty: "A hyphen has nothing behind it, or another hyphen."
        case .invalidProperty:
            "What follows a hyphen holds characters other than letters, digits, spaces and underscores."
        case .invalidExtension: "The extension holds characters other than letters and digits."
        }
    }

    static func action(_ code: InvalidName) -> String {
        switch code {
        case .tooShort: "rename them like AB3D0001."
        case .cameraLowercase: "rename them with capitals."
        case .cameraInvalid: "rename them, or set the camera to write names such as AB3D0001."
        case .counterMissing: "rename them so that four digits follow the camera, as in AB3D0001."
        case .counterZero: "give them a counter from 0001 to 9999 that no other photo of this camera has."
        case .counterInvalid:
            "rename them so that exactly four digits follow the camera, and a hyphen whatever comes next."
        case .emptyProperty: "remove the hyphen, or write the property that is missing."
        case .invalidProperty: "rename them with plain letters, digits, spaces and underscores."
        case .invalidExtension: "rename them, or take the extension out of photo_extensions."
        }
    }
}
