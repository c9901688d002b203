import DetectionCore
import Operations

/// An answer as tensors: `gradients.logits`, `counts.returned`; a list of images as their rows one after the other, with
/// `image_indices`. A list without images is the tensors that the operation declares, without rows.
struct AnswerTensors {
  private let declaration: Declaration
  private let request: Request
  /// By name; a number is a tensor of rank 0.
  private(set) var withScalars: [OutputTensor] = []

  /// The same, a number as a vector: the inference protocol's clients know no scalars.
  var vectors: [OutputTensor] {
    withScalars.map { output in output.tensor.map { OutputTensor(name: output.name, tensor: $0.asVector) } ?? output }
  }

  /// `request`: what was asked, which says what the answer's outputs are.
  init(_ answer: Answer, to request: Request) {
    declaration = request.declaration
    self.request = request
    withScalars = answer.fields.flatMap { field -> [OutputTensor] in
      switch field.value {
      case .list(let items) where items.isEmpty: return withoutImages(field.name)
      case .rows(let items): return rows(items, field.name)
      case .list where isText(field.name): return []
      case .list(let items) where isIDs(field.name):
        return [OutputTensor(name: field.name, tensor: .integers(Tensor(items.map { $0.integer ?? -1 })))]
      case .null: return withoutValue(field.name)
      default: return Self.outputs(of: field, prefix: "")
      }
    }
  }

  private func isText(_ name: String) -> Bool {
    switch declaration.outputs.first(where: { $0.name == name })?.kind {
    case .texts: true
    default: false
    }
  }

  /// Ids, some of which may be texts: -1 in their place.
  private func isIDs(_ name: String) -> Bool {
    if case .ids? = declaration.outputs.first(where: { $0.name == name })?.kind { true } else { false }
  }

  private func rows(_ items: [Answer.Value], _ name: String) -> [OutputTensor] {
    let members = declaration.outputs.first { $0.name == name }?.members ?? []
    let rows = items.map { item in if case .object(let fields) = item { fields } else { [Answer.Field]() } }
    return RowTensors(members: members, request: request).outputs(rows, prefix: name + ".")
  }

  private static func outputs(of field: Answer.Field, prefix: String) -> [OutputTensor] {
    let name = prefix + field.name
    switch field.value {
    case .tensor(let tensor): return [OutputTensor(name: name, tensor: tensor)]
    case .integer(let number):
      return [OutputTensor(name: name, tensor: .integers(Tensor(shape: .scalar, repeating: number)))]
    case .number(let number):
      return [OutputTensor(name: name, tensor: .float64(Tensor(shape: .scalar, repeating: number)))]
    case .object(let fields), .columns(let fields): return fields.flatMap { outputs(of: $0, prefix: name + ".") }
    case .list(let items): return rows(of: items)
    // A number that is not there.
    case .null where !prefix.isEmpty:
      return [OutputTensor(name: name, tensor: .float64(Tensor(shape: .scalar, repeating: -1)))]
    case .texts(let texts): return [OutputTensor(name: name, texts: texts)]
    case .text, .json, .null, .rows: return []
    }
  }

  /// Rows of all items together, and which item each is of.
  private static func rows(of items: [Answer.Value]) -> [OutputTensor] {
    let images = items.map { item -> [OutputTensor] in
      guard case .object(let fields) = item else { return [] }
      return fields.flatMap { outputs(of: $0, prefix: "") }
    }
    guard let first = images.first else { return [] }
    var merged = first.indices.compactMap { index -> OutputTensor? in
      OutputTensor(concatenating: images.map { $0[index] })
    }
    let indices = images.enumerated().flatMap { index, outputs in
      Array(repeating: index, count: outputs.first?.shape[0] ?? 0)
    }
    merged.append(OutputTensor(name: "image_indices", tensor: .integers(Tensor(indices))))
    return merged + items.enumerated().reduce(into: ColumnImages()) { $0.add($1.element, of: $1.offset) }.outputs
  }

  /// The tensors of an object that is `null`: −1 in place of its numbers.
  private func withoutValue(_ name: String) -> [OutputTensor] {
    let tensors = declaration.outputs.first { $0.name == name }?.tensors ?? []
    return tensors.filter { $0.conditions.allSatisfy(request.satisfies) && $0.shape.isScalar }.map { output in
      let tensor: AnyTensor =
        output.element.isWhole
        ? .integers(Tensor(shape: .scalar, repeating: -1)) : .float64(Tensor(shape: .scalar, repeating: -1))
      return OutputTensor(name: output.name, tensor: tensor)
    }
  }

  /// The tensors of a list of no images, as they are declared: letters are 0, fixed extents stay.
  private func withoutImages(_ name: String) -> [OutputTensor] {
    let tensors = declaration.outputs.first { $0.name == name }?.tensors ?? []
    return tensors.filter { $0.conditions.allSatisfy(request.satisfies) }.map { output in
      output.element == .word
        ? OutputTensor(name: output.name, texts: []) : OutputTensor(name: output.name, tensor: empty(output))
    }
  }

  private func empty(_ output: OutputTensorDescription) -> AnyTensor {
    let shape = output.shape.emptyShape
    switch output.element {
    case .integer, .id: return .integers(Tensor(shape: shape, repeating: 0))
    case .int32: return .int32(Tensor(shape: shape, repeating: 0))
    case .number, .groundTruth, .results, .word:
      return request.precision == .float32
        ? .float32(Tensor(shape: shape, repeating: 0)) : .float64(Tensor(shape: shape, repeating: 0))
    }
  }
}

/// Which image each row of columns is of: they have lengths of their own.
private struct ColumnImages {
  private var names: [String] = []
  private var images: [String: [Int]] = [:]

  var outputs: [OutputTensor] {
    names.map { OutputTensor(name: "\($0).image_indices", tensor: .integers(Tensor(images[$0] ?? []))) }
  }

  /// Notes the columns of an image's object.
  mutating func add(_ value: Answer.Value, of image: Int, prefix: String = "") {
    guard case .object(let fields) = value else { return }
    for field in fields {
      let name = prefix + field.name
      guard case .columns(let columns) = field.value else {
        add(field.value, of: image, prefix: name + ".")
        continue
      }
      guard case .tensor(let first)? = columns.first?.value else { continue }
      if images[name] == nil { names.append(name) }
      images[name, default: []] += Array(repeating: image, count: first.shape.extents.first ?? 0)
    }
  }
}

extension Answer.Value {
  fileprivate var integer: Int? { if case .integer(let number) = self { number } else { nil } }
}

extension OutputTensor {
  /// Outputs of one name, one after the other; `nil` if there is none.
  fileprivate init?(concatenating outputs: [OutputTensor]) {
    guard let first = outputs.first else { return nil }
    if case .texts = first.content {
      let texts = outputs.flatMap { output in if case .texts(let texts) = output.content { texts } else { [String]() } }
      self.init(name: first.name, texts: texts)
    } else {
      guard let tensor = AnyTensor(concatenating: outputs.compactMap { $0.tensor?.asVector }) else { return nil }
      self.init(name: first.name, tensor: tensor)
    }
  }
}

extension AnyTensor {
  /// A scalar as a vector of one element; anything else as it is.
  var asVector: AnyTensor {
    guard shape.rank == 0 else { return self }
    return switch self {
    case .float64(let tensor): .float64(tensor.flattened)
    case .float32(let tensor): .float32(tensor.flattened)
    case .integers(let tensor): .integers(tensor.flattened)
    case .int32(let tensor): .int32(tensor.flattened)
    }
  }

  /// Tensors that differ in their first extent alone, one after the other.
  init?(concatenating tensors: [AnyTensor]) {
    guard let first = tensors.first else { return nil }
    switch first {
    case .float64: self = .float64(Self.joined(tensors.compactMap { if case .float64(let t) = $0 { t } else { nil } }))
    case .float32: self = .float32(Self.joined(tensors.compactMap { if case .float32(let t) = $0 { t } else { nil } }))
    case .integers:
      self = .integers(Self.joined(tensors.compactMap { if case .integers(let t) = $0 { t } else { nil } }))
    case .int32: self = .int32(Self.joined(tensors.compactMap { if case .int32(let t) = $0 { t } else { nil } }))
    }
  }

  private static func joined<Element>(_ tensors: [Tensor<Element>]) -> Tensor<Element> {
    guard tensors.count != 1, let first = tensors.first else { return tensors.first ?? Tensor([]) }
    let rows = tensors.reduce(0) { $0 + $1.shape[0] }
    let elements = tensors.flatMap(\.elements)
    return Tensor(shape: Shape([rows] + first.shape.extents.dropFirst()) ?? Shape(vector: 0), elements: elements)
      ?? Tensor(elements)
  }
}
