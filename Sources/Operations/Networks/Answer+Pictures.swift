import DetectionCore
import Pictures

extension Answer {
  /// Adds the picture's own size: to the object of each image, or to columns. COCO's results have no place for it.
  mutating func addOriginalSize(_ result: NetworkResult) {
    let size = [result.placement.originalHeight, result.placement.originalWidth]
    fields = fields.map { field in
      guard case .list(let images) = field.value else { return field }
      return field.with(
        .list(
          images.map { image in
            guard case .object(let members) = image else { return image }
            var answer = Answer()
            answer.fields = members
            answer.add("original_size", Tensor(size))
            return .object(answer.fields)
          }))
    }
    if fields.contains(where: { $0.name == Self.imageIndices }), let shape = Shape([1, 2]) {
      add("original_size", Tensor(size).reshaped(shape) ?? Tensor(size))
    }
  }

  fileprivate static let imageIndices = "image_indices"

  /// The answers to one picture each as the answer to all of them.
  init(joining answers: [Answer]) {
    guard let first = answers.first else { return }
    for field in first.fields {
      let values = answers.map { answer in answer.fields.first { $0.name == field.name }?.value ?? .null }
      if field.name == Self.imageIndices {
        add(field.name, Tensor(values.enumerated().flatMap { Array(repeating: $0, count: $1.rowCount) }))
      } else {
        add(field.name, Value(joining: values))
      }
    }
  }
}

extension Answer.Value {
  fileprivate var rowCount: Int { if case .tensor(let tensor) = self { tensor.shape.extents.first ?? 0 } else { 0 } }

  /// Lists, rows and columns, one after the other; objects member by member.
  fileprivate init(joining values: [Answer.Value]) {
    switch values.first {
    case .list: self = .list(values.flatMap { if case .list(let items) = $0 { items } else { [Self]() } })
    case .rows: self = .rows(values.flatMap { if case .rows(let items) = $0 { items } else { [Self]() } })
    case .texts: self = .texts(values.flatMap { if case .texts(let texts) = $0 { texts } else { [String]() } })
    case .tensor(.integers(let first)):
      self = .tensor(
        .integers(
          Tensor(
            joining: values.compactMap { if case .tensor(.integers(let own)) = $0 { own } else { nil } }, like: first)))
    case .tensor(.float32(let first)):
      self = .tensor(
        .float32(
          Tensor(
            joining: values.compactMap { if case .tensor(.float32(let own)) = $0 { own } else { nil } }, like: first)))
    case .tensor(.float64(let first)):
      self = .tensor(
        .float64(
          Tensor(
            joining: values.compactMap { if case .tensor(.float64(let own)) = $0 { own } else { nil } }, like: first)))
    case .object:
      let members = Answer(
        joining: values.map { value in
          var answer = Answer()
          if case .object(let fields) = value { answer.fields = fields }
          return answer
        })
      self = .object(members.fields)
    default: self = values.first ?? .null
    }
  }
}

extension Tensor {
  /// Tensors that differ in their first extent alone, one after the other.
  fileprivate init(joining tensors: [Tensor], like first: Tensor) {
    let rows = tensors.reduce(0) { $0 + ($1.shape.extents.first ?? 0) }
    let elements = tensors.flatMap(\.elements)
    self =
      Shape([rows] + first.shape.extents.dropFirst()).flatMap { Tensor(shape: $0, elements: elements) }
      ?? Tensor(elements)
  }
}
