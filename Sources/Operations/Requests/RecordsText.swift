package import HTTPMessages

/// The text of a field that is read straight into columns, where it lies in the request.
package struct RecordsText: Sendable {
  package let slice: ByteSlice
  /// Where the field stands in the request: `/detections`.
  package let pointer: String
  /// The JSON document of which the text is a member; `nil`: it is one by itself, as a part of a form or a file is.
  package let document: ByteSlice?

  /// A member of a body.
  package init(_ slice: ByteSlice, at pointer: String, in document: ByteSlice) {
    (self.slice, self.pointer, self.document) = (slice, pointer, document)
  }

  /// A text by itself, which has come as the field at `pointer`.
  package init(_ slice: ByteSlice, at pointer: String) {
    (self.slice, self.pointer) = (slice, pointer)
    document = nil
  }

  /// Whether the text is `null`: "not given".
  var isNull: Bool { slice.count == 4 && slice.bytes.elementsEqual("null".utf8) }
}
