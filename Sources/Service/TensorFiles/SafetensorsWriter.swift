import DetectionCore
import HTTPMessages
import JSON
import Operations

/// Writes tensors as a safetensors file.
struct SafetensorsWriter {
  private let tensors: [(name: String, tensor: AnyTensor)]
  private let metadata: JSONObject

  /// Tensors of larger elements come first, as in the format's own library: then every one of them is aligned. Texts, which
  /// the format has no type for, stand in the metadata under their name, as the JSON text of a list.
  init(_ outputs: [OutputTensor], metadata: JSONObject) {
    let tensors = outputs.compactMap { output in output.tensor.map { (name: output.name, tensor: $0) } }
    let isWide = { (tensor: AnyTensor) in TensorDatatype(tensor).byteSize == 8 }
    self.tensors = tensors.filter { isWide($0.tensor) } + tensors.filter { !isWide($0.tensor) }
    var metadata = metadata
    for output in outputs {
      guard case .texts(let texts) = output.content else { continue }
      metadata[output.name] = .string(JSONValue.array(texts.map(JSONValue.string)).text())
    }
    self.metadata = metadata
  }

  /// The file; `nil` if there is no memory for it.
  func file() -> ByteBuffer? {
    guard let header = header() else { return nil }
    let body = ByteBuffer()
    let size = tensors.reduce(8 + header.count) { $0 + $1.tensor.withBytes(\.count) }
    guard body.reserve(total: size) else { return nil }
    withUnsafeBytes(of: UInt64(header.count).littleEndian) { _ = body.append($0) }
    body.append(header.bytes)
    for tensor in tensors { tensor.tensor.withBytes { _ = body.append($0) } }
    return body
  }

  /// The header, with spaces after it so that the tensors begin at a multiple of eight.
  private func header() -> ByteBuffer? {
    let buffer = ByteBuffer()
    var writer = JSONWriter(into: buffer)
    var start = 0
    writer.object { writer in
      writer.member("__metadata__", metadata)
      for tensor in tensors {
        let end = start + tensor.tensor.withBytes(\.count)
        writer.member(tensor.name) { writer in
          writer.member("dtype", TensorDatatype(tensor.tensor).safetensorsName)
          writer.member("shape", tensor.tensor.shape.extents)
          writer.member("data_offsets", [start, end])
        }
        start = end
      }
    }
    let padding = String(repeating: " ", count: (8 - buffer.count % 8) % 8)
    return writer.isComplete && buffer.append(padding) ? buffer : nil
  }
}

extension HTTPResponse {
  /// 200 with an operation's answer as a safetensors file.
  static func safetensors(_ answer: Answer, to request: Request, type: String) -> HTTPResponse {
    let writer = SafetensorsWriter(
      AnswerTensors(answer, to: request).withScalars, metadata: ["operation": .string(request.declaration.id)])
    guard let body = writer.file() else { return .outOfMemory }
    return HTTPResponse(status: .ok, headers: ["Content-Type": type], body: body)
  }
}
