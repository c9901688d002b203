import HTTPMessages
import JSON
import Operations

/// Turns a form into arguments of an operation: each part is a field, a tensor file brings inputs by the names of its
/// tensors. What is said of a field is said as if it stood in a body of JSON.
struct FormArguments {
  /// A part, and what it says; `nil` where it is no field's value.
  private typealias Reading = (field: FormBody.Field, value: JSONValue?)

  private let declaration: Declaration
  private var decoder: RequestDecoder

  init(_ declaration: Declaration, _ limits: Limits) {
    self.declaration = declaration
    decoder = RequestDecoder(declaration: declaration, limits: limits)
  }

  /// The arguments. Throws a `Problem` that lists every field that is wrong, or the first that cannot be read.
  consuming func arguments(_ form: FormBody) throws(Problem) -> Request {
    let readings = try readings(of: form)
    let files = try Self.tensorFiles(form)
    takeTexts(of: form)
    // Of text and numbers, the numbers alone are kept. The tensors of a file lie in the body, and so do records.
    if files.isEmpty, !form.fields.contains(where: isText) { form.discard() }
    if !files.isEmpty { try take(files, beside: readings) }
    for reading in readings where !decoder.hasEnoughIssues { take(reading, isAlone: files.isEmpty) }
    if !files.isEmpty, !hasInput(readings) { decoder.takePrecision(of: files) }
    return try decoder.finish()
  }

  private func readings(of form: FormBody) throws(Problem) -> [Reading] {
    var readings: [Reading] = []
    for field in form.fields where field.kind != .tensorFile && !isText(field) {
      readings.append((field, field.kind == .value ? try value(of: field) : nil))
    }
    return readings
  }

  /// Whether a part is read straight into columns.
  private func isText(_ field: FormBody.Field) -> Bool {
    field.kind == .value && declaration.input(field.name)?.element.isText == true
  }

  private mutating func takeTexts(of form: FormBody) {
    for field in form.fields where isText(field) {
      decoder.take(field.name, RecordsText(field.content, at: field.pointer))
    }
  }

  private func value(of field: FormBody.Field) throws(Problem) -> JSONValue? {
    if field.name == InputNames.parameter { return .string(field.content.text) }
    if let parameter = declaration.parameter(field.name) { return try parameter.type.value(of: field) }
    return declaration.input(field.name) == nil ? nil : try field.json()
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
    for case (let field, let value?) in readings where field.name == InputNames.parameter {
      try names.add(value, at: field.pointer)
    }
    try decoder.take(files, names)
  }

  /// Whether an input comes as JSON: as there, the arithmetic is then in double.
  private func hasInput(_ readings: [Reading]) -> Bool {
    readings.contains { declaration.input($0.field.name) != nil && $0.value ?? .null != .null }
  }

  private mutating func take(_ reading: Reading, isAlone: Bool) {
    let field = reading.field
    switch (field.kind, reading.value) {
    case (.picture, _): takePicture(field)
    case (.foreign(let type), _):
      report(field, .wrongType, "\(field.words) is of type \(type), which holds neither JSON nor tensors")
    case (_, _?) where field.name == InputNames.parameter && !isAlone: break
    case (_, let value?) where isAlone || value == .null: decoder.decode(field.name, value, at: field.pointer)
    case (_, let value?): take(value, of: field)
    case (_, nil): decoder.reportUnknown(field.name, at: field.pointer)
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
