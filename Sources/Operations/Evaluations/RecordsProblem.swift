import HTTPMessages
import JSON

extension Problem {
  /// What is wrong with records that came as a text of the request.
  init(_ fault: RecordsFault, in text: RecordsText) {
    guard fault.kind == .syntax || fault.kind == .tooDeep else {
      self.init(fault, under: text.pointer)
      return
    }
    if let document = text.document {
      self = JSONDiagnosis.firstError(in: document).map { Problem($0) } ?? Problem(fault, under: text.pointer)
    } else {
      let error = JSONDiagnosis.firstError(in: text.slice, of: "text of \(text.pointer.dropFirst())")
      self = error.map { Problem($0).located { text.pointer + $0.pointer } } ?? Problem(fault, under: text.pointer)
    }
  }

  /// The same, as far as it can be said without reading the text again; `place`: where the records stand.
  init(_ fault: RecordsFault, under place: String) {
    let pointer = place + fault.pointer
    let name = fault.member ?? pointer.split(separator: "/").last.map(String.init) ?? "the value"
    switch fault.kind {
    case .syntax: self.init(.invalidJSON, at: pointer, "\(name) is not JSON")
    case .wrongType(let found): self.init(.wrongType, at: pointer, "expected \(fault.wanted), found \(found)")
    case .missing: self.init(.missingField, at: pointer, "\(name) is missing")
    case .duplicateKey: self.init(.duplicateKey, at: pointer, "the key is given twice")
    case .notWhole:
      self.init(.wrongType, at: pointer, "an id is a whole number without point and exponent, or a string")
    case .idOutOfRange: self.init(.numberOutOfRange, at: pointer, "the id is beyond the integers of 64 bits")
    case .numberOutOfRange: self.init(.numberOutOfRange, at: pointer, "the number is beyond the range of a double")
    case .boxLength(let count):
      self.init(
        .shapeMismatch, at: pointer, "a box is four numbers, x, y, width, height; found \(counted(count, "number"))")
    case .invalidChoice: self.init(.invalidChoice, at: pointer, "frequency is \"r\", \"c\" or \"f\"")
    case .tooDeep: self.init(.tooDeep, at: pointer, "arrays and objects are nested too deep")
    case .tooManyRows: self.init(.tooManyValues, at: pointer, "there are more rows than 2^31 − 1")
    case .outOfMemory: self.init(.overloaded, at: pointer, "there is no memory for the records")
    }
  }
}
