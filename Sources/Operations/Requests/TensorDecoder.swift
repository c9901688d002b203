import DetectionCore
import JSON

/// Reads an input tensor from JSON: nested arrays, or `{"shape": [n, 4], "data": [...]}`.
struct TensorDecoder {
  let input: Input

  /// The tensor, and where its elements stand in the request.
  func decode(_ value: JSONValue, at place: String) throws(Problem) -> Request.Given {
    let isFlat: Bool
    let elements: Tensor<Double>
    switch value {
    case .object(let object):
      isFlat = true
      elements = try flat(object, at: place)
    default:
      isFlat = false
      elements = try nested(value, at: place)
    }
    let dataPlace = isFlat ? place + "/data" : place
    try checkShape(elements.shape, at: isFlat ? place + "/shape" : place)
    let tensor = try typed(.float64(elements), at: dataPlace, isFlat: isFlat)
    return Request.Given(tensor: tensor, pointer: dataPlace, isFlat: isFlat)
  }

  /// A tensor that was read already, checked; its elements stand flat at `place`, its shape at `shapePlace`.
  func check(_ tensor: AnyTensor, at place: String, shape shapePlace: String? = nil) throws(Problem) -> Request.Given {
    try checkShape(tensor.shape, at: shapePlace ?? place)
    return Request.Given(
      tensor: try typed(tensor, at: place, isFlat: true), pointer: place, isFlat: true, shapePointer: shapePlace)
  }

  /// Whole numbers, where the declaration wants them.
  private func typed(_ tensor: AnyTensor, at place: String, isFlat: Bool) throws(Problem) -> AnyTensor {
    guard input.element.isWhole else { return tensor }
    if case .integers = tensor { return tensor }
    return .integers(try wholeNumbers(tensor.converted(to: Double.self), at: place, isFlat: isFlat))
  }

  private func nested(_ value: JSONValue, at place: String) throws(Problem) -> Tensor<Double> {
    switch value {
    case .numbers(let tensor): return tensor
    case .number(let number): return Tensor(shape: .scalar, repeating: number)
    case .array(let items) where items.isEmpty: return Tensor(shape: emptyShape, repeating: 0)
    case .array:
      if let shape = emptyShape(of: value), shape.count == 0 { return Tensor(shape: shape, repeating: 0) }
      throw irregularity(in: value, at: place)
    default:
      throw Problem(
        .wrongType, at: place,
        "\(input.name) must be nested arrays of numbers, or {\"shape\": […], \"data\": […]}, not \(value.kindName)")
    }
  }

  /// `[]` where (N, 4) is wanted is N = 0.
  private var emptyShape: Shape { input.shapes.first?.emptyShape ?? Shape(vector: 0) }

  /// The shape of nested arrays without a single number, such as `[[], []]`, if it is one.
  private func emptyShape(of value: JSONValue) -> Shape? {
    guard case .array(let items) = value else { return nil }
    guard let first = items.first else { return Shape(vector: 0) }
    guard let inner = emptyShape(of: first), items.allSatisfy({ emptyShape(of: $0) == inner }) else { return nil }
    return Shape([items.count] + inner.extents)
  }

  private func flat(_ object: JSONObject, at place: String) throws(Problem) -> Tensor<Double> {
    for key in object.keys where key != "shape" && key != "data" {
      throw Problem(
        .unknownField, at: "\(place)/\(JSONPointer.escape(key))", "a flat tensor has the fields shape and data alone")
    }
    guard let shapeValue = object["shape"] else {
      throw Problem(.missingField, at: place + "/shape", "the tensor's shape is missing")
    }
    guard let data = object["data"] else {
      throw Problem(.missingField, at: place + "/data", "the tensor's data is missing")
    }
    let shape = try Shape(reading: shapeValue, at: place + "/shape")
    let elements = try vector(data, at: place + "/data")
    guard let tensor = elements.reshaped(shape) else {
      throw Problem(
        .shapeMismatch, at: place + "/data",
        "the shape \(shape) wants \(counted(shape.count, "number")), found \(elements.count)")
    }
    return tensor
  }

  private func vector(_ value: JSONValue, at place: String) throws(Problem) -> Tensor<Double> {
    switch value {
    case .numbers(let tensor) where tensor.shape.rank == 1: return tensor
    case .numbers:
      throw Problem(.wrongRank, at: place, "the data of a flat tensor is one list of numbers, without nesting")
    case .array(let items) where items.isEmpty: return Tensor([])
    case .array(let items):
      for (index, item) in items.enumerated() where item.number == nil {
        throw Problem(.wrongType, at: "\(place)/\(index)", "expected a number, found \(item.kindName)")
      }
      return Tensor(items.compactMap(\.number))
    default:
      throw Problem(.wrongType, at: place, "the data of a flat tensor is a list of numbers, not \(value.kindName)")
    }
  }

  private func checkShape(_ shape: Shape, at place: String) throws(Problem) {
    guard !input.shapes.contains(where: { $0.admits(shape) }) else { return }
    let hasRank = input.shapes.contains { $0.admits(rank: shape.rank) }
    throw Problem(hasRank ? .shapeMismatch : .wrongRank, at: place, misfit(shape))
  }

  /// Says what a shape that does not fit looks like.
  private func misfit(_ shape: Shape) -> String {
    let misfit = "\(input.name) must have the shape \(input.shapeNames), found \(shape)"
    if input.levels.contains(where: { $0.admits(rank: shape.rank) }) {
      return "\(misfit): the map of a level looks so. Give a list of levels, in JSON [map, …], elsewhere the tensors "
        + "\(input.name).0, \(input.name).1, …"
    }
    let isTransposed = input.shapes.contains { $0.admits(rank: shape.rank) && $0.isTransposed(shape) }
    return isTransposed ? "\(misfit), which looks transposed" : misfit
  }

  private func wholeNumbers(_ elements: Tensor<Double>, at place: String, isFlat: Bool) throws(Problem) -> Tensor<Int> {
    let failing = elements.withElements { $0.firstIndex { Int(exactly: $0) == nil } }
    guard let failing else { return elements.map { Int($0) } }
    throw Problem(
      .wrongType, at: place + (isFlat ? "/\(failing)" : pointer(position: failing, in: elements.shape)),
      "\(input.name) must be whole numbers, found \(plain(elements[failing]))")
  }
}
