import DetectionCore
import Operations

/// A named tensor of an inference answer.
struct OutputTensor: Sendable {
  /// Numbers, or a text for each row.
  enum Content: Sendable {
    case numbers(AnyTensor)
    case texts([String])
  }

  let name: String
  let content: Content

  /// The protocol's type of texts: each has its length in four bytes before it.
  static let textDatatype = "BYTES"

  init(name: String, tensor: AnyTensor) { (self.name, content) = (name, .numbers(tensor)) }

  init(name: String, texts: [String]) { (self.name, content) = (name, .texts(texts)) }

  /// The numbers; `nil` of texts.
  var tensor: AnyTensor? { if case .numbers(let tensor) = content { tensor } else { nil } }

  var shape: Shape {
    switch content {
    case .numbers(let tensor): tensor.shape
    case .texts(let texts): Shape(vector: texts.count)
    }
  }

  /// The protocol's name of the elements' type.
  var datatypeName: String { tensor.map { TensorDatatype($0).rawValue } ?? Self.textDatatype }

  /// How many bytes there are.
  var byteCount: Int {
    switch content {
    case .numbers(let tensor): tensor.withBytes(\.count)
    case .texts(let texts): texts.reduce(0) { $0 + 4 + $1.utf8.count }
    }
  }

  /// The elements' bytes, little-endian as this machine is.
  func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
    switch content {
    case .numbers(let tensor): return tensor.withBytes(body)
    case .texts(let texts):
      var bytes: [UInt8] = []
      bytes.reserveCapacity(byteCount)
      for text in texts {
        withUnsafeBytes(of: UInt32(clamping: text.utf8.count).littleEndian) { bytes += $0 }
        bytes += text.utf8
      }
      return bytes.withUnsafeBytes(body)
    }
  }
}

extension TensorDatatype {
  /// The type of an answer's numbers.
  init(_ tensor: AnyTensor) {
    switch tensor {
    case .float64: self = .float64
    case .float32: self = .float32
    case .integers: self = .int64
    case .int32: self = .int32
    }
  }
}
