import DetectionCore
package import JSON

/// What is wrong with a safetensors file, and where in its header.
package struct SafetensorsError: Error, Equatable {
  package enum Kind: Sendable, Equatable {
    /// It is no such file, or its tensors do not fill it.
    case invalid
    /// More entries than are taken.
    case tooManyEntries
    case wrongType
    case missingField
    case unknownField
    /// An element type that there is not.
    case unknownType
    case invalidShape
    /// Shape and type want another number of bytes.
    case sizeMismatch
    /// The header is no JSON that can be taken.
    case json(JSONError.Kind)
  }

  package let kind: Kind
  /// RFC 6901, within the header; "" is the file.
  package let pointer: String
  /// A sentence: what was found, what is wanted.
  package let detail: String

  init(_ kind: Kind, at pointer: String = "", _ detail: String) {
    (self.kind, self.pointer, self.detail) = (kind, pointer, detail)
  }
}

extension SafetensorsError {
  init(_ error: ShapeError, at place: String) {
    self.init(error.isList ? .invalidShape : .wrongType, at: place + error.place, error.detail)
  }
}
