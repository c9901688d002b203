import DetectionCore
import Files
import HTTPMessages
import JSON
import Operations

/// What tensor files give: inputs by name, or as `input_names` maps them; parameters from their metadata, or as small
/// tensors.
extension RequestDecoder {
  /// A tensor that stands for a parameter is a list of numbers, not data.
  private static let largestParameter = 65536

  /// Takes the tensors and the metadata of files. `given`: what the request says of names beside them.
  mutating func take(_ files: [SafetensorsFile], _ given: InputNames) throws(Problem) {
    var names = given
    for file in files {
      for (key, text) in file.metadata where key == InputNames.parameter {
        try names.add(.string(text), at: "/__metadata__/\(key)")
      }
    }
    let tensors = files.flatMap { file in file.entries.map { (file: file, entry: $0) } }
    let fields = try names.fields(of: tensors.map(\.entry.name), declaration)
    for (tensor, field) in zip(tensors, fields) {
      if let field { takeTensor(tensor.entry, as: field, of: tensor.file) }
    }
    for file in files { takeMetadata(file.metadata) }
  }

  /// Double if any tensor of the files is, else Float, unless `precision` has been given.
  mutating func takePrecision(of files: [SafetensorsFile]) {
    guard !isGiven(Precision.name) else { return }
    let isDouble = files.contains { $0.entries.contains { $0.datatype == .float64 } }
    override(Precision.name, isDouble ? "float64" : "float32")
  }

  private mutating func takeTensor(_ entry: SafetensorsEntry, as name: String, of file: SafetensorsFile) {
    // Of a tensor with another name, all that is said of the field is said of the tensor.
    let place = name == entry.name ? nil : entry.pointer
    do throws(Problem) {
      if let input = declaration.input(name) {
        take(input, try Self.finite(file.tensor(entry), entry), at: entry.pointer, shape: place)
      } else if let (input, number) = declaration.level(name) {
        let elements = try Self.finite(file.tensor(entry), entry)
        take(input, level: number, elements, at: entry.pointer, shape: place)
      } else if let parameter = declaration.parameter(name) {
        guard entry.shape.count <= Self.largestParameter else {
          throw Problem(.outOfRange, at: entry.pointer, "\(entry.name) is a parameter: too many elements for one")
        }
        let elements = try Self.finite(file.tensor(entry), entry)
        decode(name, parameter.value(of: elements, isFlag: entry.datatype == .bool), at: entry.pointer)
      } else {
        reportUnknown(name, at: entry.pointer, advice: InputNames.advice)
      }
    } catch {
      report(error.issues, of: name)
    }
  }

  /// A file's own parameters: each under its name, or all of them as one JSON object under `parameters`.
  private mutating func takeMetadata(_ texts: [(key: String, text: String)]) {
    source = " (in the file's __metadata__)"
    defer { source = "" }
    for (key, text) in texts where key != InputNames.parameter && !Self.isMark(key, text) {
      guard key == "parameters", declaration.parameter(key) == nil else {
        takeFromFile(key, declaration.parameter(key)?.type.value(of: text) ?? .string(text))
        continue
      }
      guard case .object(let object)? = try? JSONReader.read(ByteBuffer(text)) else {
        let detail = "the metadata's parameters must be the text of a JSON object"
        report([Issue(pointer: "/__metadata__/parameters", code: .wrongType, detail: detail)])
        continue
      }
      for member in object.members { takeFromFile(member.key, member.value) }
    }
  }

  private mutating func takeFromFile(_ name: String, _ value: JSONValue) {
    let place = "/" + JSONPointer.escape(quoted(name))
    guard !isGiven(name) else {
      let detail = "\(quoted(name)) is given twice: once in the metadata, once elsewhere in the file"
      report([Issue(pointer: place, code: .duplicateKey, detail: detail)])
      return
    }
    takeParameter(name, value, at: place)
  }

  /// Takes a parameter that stands beside a file.
  mutating func takeParameter(_ name: String, _ value: JSONValue, at place: String) {
    guard declaration.input(name) == nil else {
      let detail = "\(name) is an input: a tensor of the file, not a parameter"
      report([Issue(pointer: place, code: .wrongType, detail: detail)])
      return
    }
    decode(name, value, at: place)
  }

  /// The mark of the framework that wrote the file, `{"format": "pt"}`, which many readers insist on. To us it says
  /// nothing, above all not which format boxes have.
  private static func isMark(_ key: String, _ text: String) -> Bool {
    key == "format" && ["pt", "tf", "flax", "np", "mlx", "paddle"].contains(text)
  }

  /// JSON has no such numbers, and no operation has a use for them.
  private static func finite(_ tensor: AnyTensor, _ entry: SafetensorsEntry) throws(Problem) -> AnyTensor {
    guard let position = tensor.firstNotFinite else { return tensor }
    throw Problem(
      .numberOutOfRange, at: "\(entry.pointer)/\(position)", "\(entry.name) holds a number that is not finite")
  }
}
