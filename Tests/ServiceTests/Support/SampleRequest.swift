import DetectionCore
import HTTPMessages
import JSON

@testable import Operations
@testable import Service

/// The ways in which the service takes a request.
enum Face: CaseIterable {
  case nested, flat, file, inference, binary
}

/// A request without its form: tensors and parameters.
struct SampleRequest {
  var tensors: [(name: String, tensor: Tensor<Double>, datatype: TensorDatatype)] = []
  var parameters = JSONObject()

  /// A request in JSON; `nil` if one of its inputs is no tensor of numbers.
  init?(_ object: JSONObject, _ declaration: Declaration) {
    for member in object.members {
      guard let input = declaration.input(member.key) else {
        parameters[member.key] = member.value
        continue
      }
      guard case .numbers(let tensor) = member.value else { return nil }
      set(input, tensor)
    }
  }

  subscript(name: String) -> Tensor<Double>? { tensors.first { $0.name == name }?.tensor }

  mutating func set(_ input: Input, _ tensor: Tensor<Double>) {
    remove(input.name)
    tensors.append((input.name, tensor, input.element == .integer ? .int64 : .float64))
  }

  mutating func remove(_ name: String) { tensors.removeAll { $0.name == name } }

  func send(_ face: Face, to declaration: Declaration, _ service: Service) -> Reply {
    switch face {
    case .nested: json(declaration, service) { JSONValue(nesting: $0) }
    case .flat: json(declaration, service) { ["shape": $0.shapeValue, "data": JSONValue(elements: $0)] }
    case .file: file(declaration, service)
    case .inference, .binary: inference(declaration, service, isBinary: face == .binary)
    }
  }

  private func json(_ declaration: Declaration, _ service: Service, _ form: (Tensor<Double>) -> JSONValue) -> Reply {
    var body = parameters
    for (name, tensor, _) in tensors { body[name] = form(tensor) }
    return service.post(declaration.path, JSONValue.object(body).text())
  }

  private func file(_ declaration: Declaration, _ service: Service) -> Reply {
    let samples = tensors.map { name, tensor, datatype in
      SampleTensor(name, datatype.safetensors, tensor.shape.extents, bytes: tensor.elements.flatMap(datatype.bytes))
    }
    let query = parameters.members.map { (name: $0.key, value: $0.value.text.map(\.self) ?? $0.value.text()) }
    let headers: HTTPHeaders = ["Content-Type": "application/x-safetensors"]
    let head = HTTPRequestHead(method: .post, path: declaration.path, query: query, headers: headers, id: "test")
    return Reply(service.respond(to: HTTPRequest(head: head, body: SafetensorsSample.file(samples))))
  }

  private func inference(_ declaration: Declaration, _ service: Service, isBinary: Bool) -> Reply {
    var bytes: [UInt8] = []
    let inputs = tensors.map { name, tensor, datatype -> JSONValue in
      var input: JSONObject = [
        "name": .string(name), "datatype": .string(datatype.rawValue), "shape": tensor.shapeValue,
      ]
      if isBinary {
        let own = tensor.elements.flatMap(datatype.bytes)
        input["parameters"] = ["binary_data_size": .number(Double(own.count))]
        bytes += own
      } else {
        input["data"] = JSONValue(elements: tensor)
      }
      return .object(input)
    }
    let settings = parameters.members.map { member in
      JSONObject.Member(key: member.key, value: member.value.text.map(JSONValue.string) ?? .string(member.value.text()))
    }
    let text = JSONValue.object(["inputs": .array(inputs), "parameters": .object(JSONObject(members: settings))]).text()
    let body = ByteBuffer(Array(text.utf8) + bytes)
    let path = "/v2/models/\(declaration.id)/infer"
    let headers: HTTPHeaders = isBinary ? ["Inference-Header-Content-Length": "\(text.utf8.count)"] : [:]
    let head = HTTPRequestHead(method: .post, path: path, headers: headers, id: "test")
    return Reply(service.respond(to: HTTPRequest(head: head, body: body)))
  }
}

extension Tensor<Double> {
  fileprivate var shapeValue: JSONValue { .array(shape.extents.map { .number(Double($0)) }) }
}

extension JSONValue {
  fileprivate init(elements tensor: Tensor<Double>) { self = .array(tensor.elements.map(JSONValue.number)) }

  fileprivate init(nesting tensor: Tensor<Double>) {
    self = tensor.shape.rank == 0 ? .number(tensor[0]) : .numbers(tensor)
  }
}

extension TensorDatatype {
  /// How safetensors files call it.
  fileprivate var safetensors: String {
    switch self {
    case .bool: "BOOL"
    case .uint8, .uint16, .uint32, .uint64: "U\(8 * byteSize)"
    case .int8, .int16, .int32, .int64: "I\(8 * byteSize)"
    case .bfloat16: "BF16"
    case .float16, .float32, .float64: "F\(8 * byteSize)"
    }
  }

  /// A number as bytes, the nearest that there is.
  func bytes(_ number: Double) -> [UInt8] {
    switch self {
    case .float64: Self.bytes(of: number.bitPattern)
    case .float32: Self.bytes(of: Float(number).bitPattern)
    case .float16: Self.bytes(of: Float16(number).bitPattern)
    case .bfloat16: Self.bytes(of: UInt16(truncatingIfNeeded: Float(number).bitPattern >> 16))
    default:
      Array(
        Self.bytes(
          of: UInt64(bitPattern: Int64(min(max(Int(number), wholeNumbers.lowerBound), wholeNumbers.upperBound)))
        )
        .prefix(byteSize))
    }
  }

  private static func bytes<Bits: FixedWidthInteger>(of bits: Bits) -> [UInt8] {
    withUnsafeBytes(of: bits.littleEndian) { Array($0) }
  }
}
