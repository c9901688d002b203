import HTTPMessages
import JSON
import Operations

/// Turns a form into arguments of an operation: each part is a field, a tensor file brings inputs by the names of its
/// tensors. What is said of a field is said as if it stood in a body of JSON.
struct FormArguments {
  /// A part, and what it says.
  private typealias Reading = (field: FormBody.Field, content: Content)

  private enum Content {
    case value(JSONValue)
    /// Read later, straight into columns.
    case records
    /// No field's value.
    case none

    /// The value, `null` if there is none.
    var value: JSONValue { if case .value(let value) = self { value } else { .null } }

    var isRecords: Bool { if case .records = self { true } else { false } }
  }

  private let declaration: Declaration
  private let limits: Limits
  private var decoder: RequestDecoder

  init(_ declaration: Declaration, _ limits: Limits) {
    self.declaration = declaration
    self.limits = limits
    decoder = RequestDecoder(declaration: declaration, limits: limits)
  }

  /// The arguments. Throws a `Problem` that lists every field that is wrong, or the first that cannot be read.
  consuming func arguments(_ form: FormBody) throws(Problem) -> Request {
    let readings = try readings(of: form)
    let files = try Self.tensorFiles(form)
    // Of text and numbers, the numbers alone are kept. The tensors of a file lie in the body, and so do records.
    if files.isEmpty, !readings.contains(where: { $0.content.isRecords }) { form.discard() }
    if !files.isEmpty { try take(files, beside: readings) }
    for reading in readings where !decoder.hasEnoughIssues { try take(reading, isAlone: files.isEmpty) }
    if !files.isEmpty, !hasInput(readings) { decoder.takePrecision(of: files) }
    return try decoder.finish()
  }

  private func readings(of form: FormBody) throws(Problem) -> [Reading] {
    var readings: [Reading] = []
    for field in form.fields where field.kind != .tensorFile {
      readings.append((field, field.kind == .value ? try content(of: field) : .none))
    }
    return readings
  }

  private func content(of field: FormBody.Field) throws(Problem) -> Content {
    if field.name == InputNames.parameter { return .value(.string(field.content.text)) }
    if let parameter = declaration.parameter(field.name) { return .value(try parameter.type.value(of: field)) }
    guard let input = declaration.input(field.name) else { return .none }
    return input.element.isText ? .records : .value(try field.json())
  }

  private static func tensorFiles(_ form: FormBody) throws(Problem) -> [SafetensorsFile] {
    var files: [SafetensorsFile] = []
    for field in form.fields where field.kind == .tensorFile {
      do throws(Problem) {
        files.append(try SafetensorsFile(field.content))
      } catch {
        throw error.said(of: field)
      }
    }
    return files
  }

  /// Takes the tensors and parameters of the files.
  private mutating func take(_ files: [SafetensorsFile], beside readings: [Reading]) throws(Problem) {
    var names = InputNames()
    for (field, content) in readings where field.name == InputNames.parameter {
      try names.add(content.value, at: field.pointer)
    }
    try decoder.take(files, names)
  }

  /// Whether an input comes as JSON: as there, the arithmetic is then in double.
  private func hasInput(_ readings: [Reading]) -> Bool {
    readings.contains { declaration.input($0.field.name) != nil && $0.content.value != .null }
  }

  private mutating func take(_ reading: Reading, isAlone: Bool) throws(Problem) {
    let field = reading.field
    switch (field.kind, reading.content) {
    case (.picture, _): takePicture(field)
    case (.foreign(let type), _):
      report(field, .wrongType, "\(field.words) is of type \(type), which holds neither JSON nor tensors")
    case (_, .value) where field.name == InputNames.parameter && !isAlone: break
    case (_, .value(let value)) where isAlone || value == .null: decoder.decode(field.name, value, at: field.pointer)
    case (_, .value(let value)): take(value, of: field)
    case (_, .records): try takeRecords(field, isAlone: isAlone)
    case (_, .none): decoder.reportUnknown(field.name, at: field.pointer)
    }
  }

  /// A value beside tensor files, which may give the field, too: of a parameter, the same.
  private mutating func take(_ value: JSONValue, of field: FormBody.Field) {
    let isRepeated = decoder.given(field.name).map { !value.means($0) } ?? decoder.hasInput(field.name)
    guard !isRepeated else {
      report(field, .duplicateKey, "\(quoted(field.name)) is given twice: by \(field.words), and in a tensor file")
      return
    }
    decoder.decode(field.name, value, at: field.pointer)
  }

  /// Records, where they lie in the body. Their reader gives the body back once it has read them: beside tensors, which lie
  /// there as well, they are copied.
  private mutating func takeRecords(_ field: FormBody.Field, isAlone: Bool) throws(Problem) {
    guard isAlone || !decoder.hasInput(field.name) else {
      report(field, .duplicateKey, "\(quoted(field.name)) is given twice: by \(field.words), and in a tensor file")
      return
    }
    var text = field.content.trimmed
    if !isAlone {
      let size = text.count
      guard limits.reserve(size) else {
        throw Problem(.overloaded, "there is no memory for \(field.words); try again later")
      }
      text = ByteSlice(ByteBuffer(text.bytes))
      guard text.count == size else {
        throw Problem(.overloaded, "there is no memory for \(field.words); try again later")
      }
    }
    decoder.take(field.name, RecordsText(text, at: field.pointer))
  }

  /// A picture, for operations that take one. No operation does.
  private mutating func takePicture(_ field: FormBody.Field) {
    report(
      field, .wrongType,
      "\(field.words) is a picture; \(declaration.id) takes none, but the numbers that a network made of it")
  }

  private mutating func report(_ field: FormBody.Field, _ code: ErrorCode, _ detail: String) {
    decoder.report([Issue(pointer: field.pointer, code: code, detail: detail)], of: field.name)
  }
}
