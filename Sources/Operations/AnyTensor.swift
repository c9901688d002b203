package import DetectionCore

/// A tensor of one of the element types that requests bring and answers hold.
package enum AnyTensor: Sendable {
  case float64(Tensor<Double>)
  case float32(Tensor<Float>)
  case integers(Tensor<Int>)
  /// Of an answer whose format fixes the width.
  case int32(Tensor<Int32>)

  package var shape: Shape {
    switch self {
    case .float64(let tensor): tensor.shape
    case .float32(let tensor): tensor.shape
    case .integers(let tensor): tensor.shape
    case .int32(let tensor): tensor.shape
    }
  }

  package init<S: Scalar>(_ tensor: Tensor<S>) {
    if let tensor = tensor as? Tensor<Double> {
      self = .float64(tensor)
    } else if let tensor = tensor as? Tensor<Float> {
      self = .float32(tensor)
    } else {
      self = .float64(tensor.map { Double($0) })
    }
  }

  /// The elements in the wanted arithmetic; nothing is copied if they are in it already.
  package func converted<S: Scalar>(to scalar: S.Type) -> Tensor<S> {
    switch self {
    case .float64(let tensor): (tensor as? Tensor<S>) ?? (tensor.asFloat32 as? Tensor<S>) ?? tensor.map { S($0) }
    case .float32(let tensor): (tensor as? Tensor<S>) ?? (tensor.asFloat64 as? Tensor<S>) ?? tensor.map { S($0) }
    case .integers(let tensor): tensor.map { S($0) }
    case .int32(let tensor): tensor.map { S(Int($0)) }
    }
  }

  /// Where the first element stands that is not finite.
  package var firstNotFinite: Int? {
    switch self {
    case .float64(let tensor): tensor.firstNotFinite
    case .float32(let tensor): tensor.firstNotFinite
    case .integers, .int32: nil
    }
  }
}
