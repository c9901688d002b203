import DetectionCore

/// A vector's request, read into the types of the kernels.
struct KernelRequest {
  let fields: [String: JSONNode]
  /// Every number is rounded to float32 first, so that both precisions compute with the same ones.
  let isRounded: Bool
  /// Elementwise losses are evaluated and reduced in one pass, as a service does it.
  var isFused = false

  struct Missing: Error {
    let field: String
  }

  func has(_ name: String) -> Bool { fields[name] != nil }

  func isNull(_ name: String) -> Bool { if case .null = fields[name] { true } else { false } }

  func flag(_ name: String) -> Bool { fields[name]?.bool ?? false }

  func string(_ name: String, _ fallback: String) -> String { fields[name]?.string ?? fallback }

  func number(_ name: String) -> Double? { fields[name]?.number.map(rounded) }

  func integer(_ name: String) -> Int? { fields[name]?.number.map { Int($0) } }

  func scalar<S: Scalar>(_ name: String, _ fallback: S) -> S { number(name).map { S($0) } ?? fallback }

  func optionalScalar<S: Scalar>(_ name: String) -> S? { number(name).map { S($0) } }

  func list<S: Scalar>(_ name: String) -> [S]? { fields[name]?.numbers?.map { S(rounded($0)) } }

  /// A tensor, nested or flat with its shape; `columns` say what an empty list is a list of.
  func optionalTensor<S: Scalar>(_ name: String, columns: Int? = nil) throws -> Tensor<S>? {
    guard let node = fields[name] else { return nil }
    let values = (node["data"] ?? node).flattened.map { S(rounded($0)) }
    let extents = node["shape"]?.numbers?.map { Int($0) } ?? node.extents
    let shape = values.isEmpty && columns != nil ? Shape([0, columns ?? 0]) : Shape(extents)
    guard let shape, let tensor = Tensor(shape: shape, elements: values) else { throw Missing(field: name) }
    return tensor
  }

  func tensor<S: Scalar>(_ name: String, columns: Int? = nil) throws -> Tensor<S> {
    guard let tensor: Tensor<S> = try optionalTensor(name, columns: columns) else { throw Missing(field: name) }
    return tensor
  }

  func boxes<S: Scalar>(_ name: String, format: BoxFormat? = nil) throws -> Boxes<S> {
    try Boxes(try tensor(name, columns: 4), format: format ?? self.format(.xyxy), named: name)
  }

  /// The anchors of the request's pyramid.
  func generatedAnchors<S: Scalar>() throws -> Boxes<S> {
    let generator = AnchorGenerator(
      order: AnchorGenerator.Order(rawValue: string("anchor_order", "")) ?? .sizeMajor,
      isRounded: flag("round_anchors"))
    return try generator.anchors(try PyramidSettings(fields).levels)
  }

  func format(_ fallback: BoxFormat) -> BoxFormat { BoxFormat(rawValue: string("format", "")) ?? fallback }

  func integers(_ name: String) throws -> Tensor<Int>? {
    let tensor: Tensor<Double>? = try optionalTensor(name)
    return tensor?.map { Int($0) }
  }

  func weights<S: Scalar>() -> BoxDeltas<S> {
    guard let list: [S] = list("box_weights") else { return .unit }
    return BoxDeltas(dx: list[0], dy: list[1], dw: list[2], dh: list[3])
  }

  var gradient: Bool { flag("gradients") }

  var reduction: Reduction {
    switch string("reduction", "mean") {
    case "none": .none
    case "sum": .sum(normalizer: number("normalizer") ?? 1)
    default: .mean
    }
  }

  private func rounded(_ number: Double) -> Double { isRounded ? Double(Float(number)) : number }
}
