import DetectionCore
import HTTPMessages
import JSON
import Operations

/// Writes an inference answer: JSON, with the binary outputs' bytes after it.
struct InferenceResponse {
  let model: String
  let id: String
  let outputs: [SelectedOutput]

  /// The header that says where the JSON part ends.
  static let lengthHeader = "Inference-Header-Content-Length"

  func response() -> HTTPResponse {
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("id", id)
      writer.member("model_name", model)
      writer.member("model_version", OpenInferenceModel.version)
      writer.key("outputs")
      writer.array { writer in
        for output in outputs { Self.write(output, to: &writer) }
      }
    }
    guard outputs.contains(where: \.isBehindJSON) else { return .json(writer) }
    let length = writer.pieces.reduce(0) { $0 + $1.count }
    for output in outputs where output.isBehindJSON { Self.write(bytesOf: output.tensor, to: &writer) }
    var response = HTTPResponse.json(writer, endsLine: false)
    guard writer.isComplete else { return response }
    response.headers["Content-Type"] = "application/octet-stream"
    response.headers[Self.lengthHeader] = String(length)
    return response
  }

  /// Numbers of so many bytes are sent from where they lie.
  private static let sentInPlace = 64 << 10

  private static func write(bytesOf output: OutputTensor, to writer: inout JSONWriter) {
    if case .numbers(let tensor) = output.content, output.byteCount >= sentInPlace {
      writer.append(pieces: [tensor.withBytes { ByteBuffer(sending: $0, of: tensor) }])
    } else {
      output.withBytes { writer.append($0) }
    }
  }

  private static func write(_ selected: SelectedOutput, to writer: inout JSONWriter) {
    let output = selected.tensor
    writer.object { writer in
      writer.member("name", output.name)
      writer.member("datatype", output.datatypeName)
      writer.member("shape", output.shape.extents)
      if let place = selected.place {
        writer.member("parameters") { writer in
          writer.member("shared_memory_region", place.name)
          writer.member("shared_memory_byte_size", output.byteCount)
          if place.offset > 0 { writer.member("shared_memory_offset", place.offset) }
        }
      } else if selected.isBinary {
        writer.member("parameters") { $0.member("binary_data_size", output.byteCount) }
      } else {
        // Flat, row-major, whatever the rank: what every client reads.
        writer.key("data")
        switch output.content {
        case .numbers(.float64(let tensor)): writer.value(tensor.flattened)
        case .numbers(.float32(let tensor)): writer.value(tensor.flattened)
        case .numbers(.integers(let tensor)): writer.value(tensor.flattened)
        case .numbers(.int32(let tensor)): writer.value(tensor.flattened.map { Int($0) })
        case .texts(let texts): writer.value(texts)
        }
      }
    }
  }
}

extension SelectedOutput {
  /// Whether its bytes follow the JSON.
  var isBehindJSON: Bool { isBinary && place == nil }
}

extension Tensor {
  /// The same elements as a vector.
  var flattened: Tensor { reshaped(Shape(vector: count)) ?? self }
}

extension AnyTensor {
  /// The elements' bytes, little-endian as this machine is.
  func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
    switch self {
    case .float64(let tensor): tensor.withElements { body(UnsafeRawBufferPointer($0)) }
    case .float32(let tensor): tensor.withElements { body(UnsafeRawBufferPointer($0)) }
    case .integers(let tensor): tensor.withElements { body(UnsafeRawBufferPointer($0)) }
    case .int32(let tensor): tensor.withElements { body(UnsafeRawBufferPointer($0)) }
    }
  }
}
