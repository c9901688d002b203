import DetectionCore
import Files
import HTTPMessages
import JSON
import Operations

/// A safetensors file that a request brings: its header, read and checked, and its tensors where they lie.
struct SafetensorsFile {
  let header: SafetensorsHeader
  private let body: ByteSlice

  /// No operation has so many inputs: a model's weights, perhaps.
  static let mostTensors = 1000

  var entries: [SafetensorsEntry] { header.entries }
  /// The texts under `__metadata__`.
  var metadata: [(key: String, text: String)] { header.metadata }

  /// A file that is a whole buffer.
  init(_ body: ByteBuffer) throws(Problem) { try self.init(ByteSlice(body)) }

  /// Reads the header. The tensors' bytes stay where they are.
  init(_ body: ByteSlice) throws(Problem) {
    self.body = body
    if let format = ForeignFormat(insteadOfTensors: body) {
      throw Problem(.invalidTensorFile, "the body is not a safetensors file: \(format.remedy)")
    }
    do throws(SafetensorsError) {
      header = try SafetensorsHeader(body, mostEntries: Self.mostTensors)
    } catch {
      throw Problem(error)
    }
  }

  /// A tensor's elements, in the bytes of the body where type and place allow it.
  func tensor(_ entry: SafetensorsEntry) throws(Problem) -> AnyTensor {
    let bytes = UnsafeRawBufferPointer(
      start: body.baseAddress + header.dataStart + entry.range.lowerBound, count: entry.range.count)
    let raw = RawTensor(datatype: entry.datatype, shape: entry.shape, bytes: bytes, owner: body.buffer)
    guard let tensor = raw.tensor() else {
      throw Problem(.numberOutOfRange, at: entry.pointer, "\(entry.name) holds an integer beyond 2^63")
    }
    return tensor
  }
}

extension SafetensorsEntry {
  /// Its type by the name of the Open Inference Protocol.
  var datatype: TensorDatatype { TensorDatatype(type) }
}

extension Problem {
  fileprivate init(_ error: SafetensorsError) {
    let code: ErrorCode
    switch error.kind {
    case .invalid: code = .invalidTensorFile
    case .tooManyEntries: code = .tooManyValues
    case .wrongType: code = .wrongType
    case .missingField: code = .missingField
    case .unknownField: code = .unknownField
    case .unknownType: code = .invalidChoice
    case .invalidShape: code = .invalidShape
    case .sizeMismatch: code = .shapeMismatch
    case .json(let kind):
      self.init(JSONError(kind: kind, pointer: error.pointer, detail: error.detail))
      return
    }
    self.init(code, at: error.pointer, error.detail)
  }
}
