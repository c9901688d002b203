import DetectionCore
import HTTPMessages
import JSON
import Operations

/// Reads the elements of a request's inputs: JSON data, or bytes that follow the JSON in the order of the inputs.
struct InferenceTensorReader {
  private let body: ByteBuffer
  /// Where the next binary tensor begins.
  private var position: Int
  private let regions: SharedMemoryRegions?
  /// Bytes that may still be copied from shared memory.
  private var allowance: Int

  /// `binaryStart`: the length of the JSON part. `limit`: bytes that tensors in shared memory may take together.
  init(_ body: ByteBuffer, binaryStart: Int, _ regions: SharedMemoryRegions?, limit: Int) {
    self.body = body
    position = binaryStart
    self.regions = regions
    allowance = limit
  }

  /// One input's elements.
  mutating func read(_ tensor: InferenceTensor) throws(Problem) -> AnyTensor {
    let datatype = try tensor.numberType()
    if let content = try content(of: tensor) { return try Self.elements(tensor, datatype, content) }
    guard let data = tensor.data else {
      throw Problem(
        .missingField, at: tensor.pointer + "/data", "\(tensor.name) has neither data nor binary_data_size")
    }
    return try json(tensor, datatype, data)
  }

  /// A tensor's bytes, and whether they are known to be finite numbers.
  private struct Content {
    let slice: ByteSlice
    let areFinite: Bool
  }

  /// The bytes of an input that stands behind the JSON or in shared memory, as many as its type and shape want; `nil` where
  /// it stands in the JSON.
  mutating func bytes(of tensor: InferenceTensor) throws(Problem) -> ByteSlice? { try content(of: tensor)?.slice }

  private mutating func content(of tensor: InferenceTensor) throws(Problem) -> Content? {
    if let place = try SharedMemoryPlace(tensor.parameters, at: tensor.pointer + "/parameters", regions) {
      guard tensor.data == nil, tensor.parameters["binary_data_size"] == nil else {
        throw Problem(
          .conflictingFields, at: place.pointer,
          "\(tensor.name) is in shared memory: it has neither data nor binary_data_size")
      }
      return try shared(tensor, place)
    }
    guard let size = tensor.parameters["binary_data_size"] else { return nil }
    guard tensor.data == nil else {
      throw Problem(
        .conflictingFields, at: tensor.pointer + "/data", "\(tensor.name) has both data and binary_data_size")
    }
    let slice = try binary(tensor, size, at: tensor.pointer + "/parameters/binary_data_size")
    return Content(slice: slice, areFinite: false)
  }

  /// Every byte of the body must belong to a tensor.
  func checkAllRead() throws(Problem) {
    guard position == body.count else {
      throw Problem(
        .shapeMismatch, "the body has \(body.count - position) bytes after the last tensor that no input describes")
    }
  }

  private mutating func shared(_ tensor: InferenceTensor, _ place: SharedMemoryPlace) throws(Problem) -> Content {
    try Self.check(tensor, size: place.byteSize, at: tensor.pointer + "/parameters/shared_memory_byte_size")
    guard place.byteSize <= allowance else {
      throw Problem(
        .bodyTooLarge, at: place.pointer,
        "the tensors in shared memory take more bytes than a body may have (body_limit)")
    }
    allowance -= place.byteSize
    guard let copy = place.copy(asFloats: tensor.datatype == .float32) else {
      throw Problem(
        .outOfRange, at: place.pointer, "the shared-memory object behind '\(place.name)' is smaller than it was")
    }
    return Content(slice: ByteSlice(copy.buffer), areFinite: copy.areFinite)
  }

  /// A tensor of numbers takes just the bytes that its shape and datatype say.
  private static func check(_ tensor: InferenceTensor, size: Int, at place: String) throws(Problem) {
    guard let datatype = tensor.datatype else { return }
    let wanted = RawTensor.byteCount(datatype, tensor.shape)
    guard wanted == size else {
      let bytes = wanted.map(String.init) ?? "more than can be counted"
      throw Problem(
        .shapeMismatch, at: place,
        "\(tensor.name) of \(tensor.shape) \(datatype.rawValue) takes \(bytes) bytes, not \(size)")
    }
  }

  private static func elements(_ tensor: InferenceTensor, _ datatype: TensorDatatype, _ content: Content)
    throws(Problem) -> AnyTensor
  {
    let raw = RawTensor(
      datatype: datatype, shape: tensor.shape, bytes: content.slice.bytes, owner: content.slice.buffer,
      isKnownFinite: content.areFinite)
    guard let elements = raw.tensor() else {
      throw Problem(.numberOutOfRange, at: tensor.pointer, "\(tensor.name) holds an integer beyond 2^63")
    }
    return elements
  }

  private mutating func binary(_ tensor: InferenceTensor, _ size: JSONValue, at place: String) throws(Problem)
    -> ByteSlice
  {
    guard let number = size.number, let size = Int(exactly: number), size >= 0 else {
      throw Problem(.wrongType, at: place, "binary_data_size is a whole number ≥ 0")
    }
    try Self.check(tensor, size: size, at: place)
    guard size <= body.count - position else {
      throw Problem(
        .shapeMismatch, at: place,
        "\(tensor.name) takes \(size) bytes, but the body has \(body.count - position) left after the JSON "
          + "and the tensors before it (header Inference-Header-Content-Length)")
    }
    position += size
    return ByteSlice(body, position - size..<position)
  }

  private func json(_ tensor: InferenceTensor, _ datatype: TensorDatatype, _ data: JSONValue) throws(Problem)
    -> AnyTensor
  {
    let place = tensor.pointer + "/data"
    let values = try Self.numbers(data, tensor.name, at: place)
    guard let elements = values.reshaped(tensor.shape) else {
      throw Problem(
        .shapeMismatch, at: place,
        "\(tensor.name) of the shape \(tensor.shape) wants \(tensor.shape.count) elements, found \(values.count)")
    }
    switch datatype {
    case .float64: return .float64(elements)
    case .float32: return .float32(elements.asFloat32)
    case .float16: return .float32(elements.map { Float(Float16($0)) })
    case .bfloat16: return .float32(elements.map(Self.roundedToBFloat16))
    default:
      let range = datatype.wholeNumbers
      let failing = elements.withElements { $0.firstIndex { Int(exactly: $0).map(range.contains) != true } }
      if let failing {
        throw Problem(
          .outOfRange, at: "\(place)/\(failing)",
          "\(datatype.rawValue) are whole numbers from \(range.lowerBound) to \(range.upperBound), "
            + "found \(plain(elements[failing]))")
      }
      return .integers(elements.map { Int($0) })
    }
  }

  /// The elements of nested or flat data, of numbers or booleans.
  private static func numbers(_ data: JSONValue, _ name: String, at place: String) throws(Problem) -> Tensor<Double> {
    switch data {
    case .numbers(let tensor): return tensor
    case .number(let number): return Tensor([number])
    case .array(let items):
      var values: [Double] = []
      for (index, item) in items.enumerated() {
        switch item {
        case .number(let number): values.append(number)
        case .bool(let flag): values.append(flag ? 1 : 0)
        case .array, .numbers: values += try numbers(item, name, at: "\(place)/\(index)").elements
        default:
          throw Problem(.wrongType, at: "\(place)/\(index)", "\(name) holds numbers, found \(item.kindName)")
        }
      }
      return Tensor(values)
    default: throw Problem(.wrongType, at: place, "the data of \(name) must be an array, not \(data.kindName)")
    }
  }

  /// To the nearest BF16, half to even.
  private static func roundedToBFloat16(_ value: Double) -> Float {
    let bits = Float(value).bitPattern
    guard Float(value).isFinite else { return Float(value) }
    return Float(bitPattern: (bits &+ 0x7FFF &+ ((bits >> 16) & 1)) & 0xFFFF_0000)
  }
}
