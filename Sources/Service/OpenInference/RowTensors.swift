import DetectionCore
import Operations
import JSON

/// A list of objects as tensors: a number of each is a vector, −1 where it is `null`; tensors of the objects lie one after
/// the other, with `NAME.row_indices` to say of which object each row is. Texts are left out.
struct RowTensors {
  /// What is declared of the objects.
  let members: [OutputDescription]
  let request: Request

  /// The tensors of the members of objects, `nil` for one that is `null`.
  func outputs(_ rows: [[Answer.Field]?], prefix: String) -> [OutputTensor] {
    members.filter { $0.conditions.allSatisfy(request.satisfies) }.flatMap { member -> [OutputTensor] in
      if case .numbers(let usual) = member.kind { return numbers(rows, usual, prefix: prefix) }
      let values = rows.map { row in row?.first { $0.name == member.name }?.value ?? .null }
      return outputs(values, of: member, prefix: prefix)
    }
  }

  private func outputs(_ values: [Answer.Value], of member: OutputDescription, prefix: String) -> [OutputTensor] {
    let name = prefix + member.name
    switch member.kind {
    case .text, .texts, .json: return []
    case .words: return [OutputTensor(name: name, texts: values.map { $0.word ?? "" })]
    case .id: return vector(values, name, isWhole: true)
    case .tensor(let shape, let element) where shape.isScalar: return vector(values, name, isWhole: element != .number)
    case .tensor(let shape, _): return shape.ofEachRow.map { stacked(values, member, $0, name) } ?? []
    case .object(let members):
      return RowTensors(members: members, request: request).outputs(values.map(\.fields), prefix: name + ".")
    case .columns(let members):
      let columns = members.filter { $0.conditions.allSatisfy(request.satisfies) }
      let rows = values.map(\.fields)
      let lengths = rows.map { row in row?.first?.value.tensor?.shape.extents.first ?? 0 }
      let indices = lengths.enumerated().flatMap { Array(repeating: $0, count: $1) }
      return columns.compactMap { column in joined(rows, column, prefix: name + ".") } + [
        OutputTensor(name: name + ".row_indices", tensor: .integers(Tensor(indices)))
      ]
    default: return []
    }
  }

  /// Tensors of one shape, one for each row; `shape`: of all of them.
  private func stacked(
    _ values: [Answer.Value], _ member: OutputDescription, _ shape: ShapePattern, _ name: String
  ) -> [OutputTensor] {
    let tensors = values.compactMap { $0.tensor?.asRow }
    guard let tensor = AnyTensor(concatenating: tensors) else {
      guard case .tensor(_, let element) = member.kind else { return [] }
      let none = shape.emptyShape
      return [
        OutputTensor(
          name: name, tensor: element == .number ? reals([], none) : .integers(Tensor(shape: none, repeating: 0)))
      ]
    }
    return [OutputTensor(name: name, tensor: tensor)]
  }

  private func joined(_ rows: [[Answer.Field]?], _ column: OutputDescription, prefix: String) -> OutputTensor? {
    let tensors = rows.compactMap { row in row?.first { $0.name == column.name }?.value.tensor }
    guard let tensor = AnyTensor(concatenating: tensors) else { return empty(column, prefix: prefix) }
    return OutputTensor(name: prefix + column.name, tensor: tensor)
  }

  private func empty(_ column: OutputDescription, prefix: String) -> OutputTensor? {
    guard case .tensor(let shape, let element) = column.kind else { return nil }
    let tensor: AnyTensor =
      element == .number ? reals([], shape.emptyShape) : .integers(Tensor(shape: shape.emptyShape, repeating: 0))
    return OutputTensor(name: prefix + column.name, tensor: tensor)
  }

  /// Numbers by name: those that the rows have, or the usual ones where there is no row.
  private func numbers(_ rows: [[Answer.Field]?], _ usual: [String], prefix: String) -> [OutputTensor] {
    let others = Set(members.map(\.name))
    let names = rows.lazy.compactMap(\.self).first?.map(\.name).filter { !others.contains($0) } ?? usual
    return names.flatMap { name in
      let values = rows.map { row in row?.first { $0.name == name }?.value ?? .null }
      return vector(values, prefix + name, isWhole: false)
    }
  }

  private func vector(_ values: [Answer.Value], _ name: String, isWhole: Bool) -> [OutputTensor] {
    // Texts in place of ids have no number.
    if values.contains(where: { if case .text = $0 { true } else { false } }) { return [] }
    let shape = Shape(vector: values.count)
    return [
      OutputTensor(
        name: name,
        tensor: isWhole ? .integers(Tensor(values.map { $0.whole ?? -1 })) : reals(values.map { $0.real ?? -1 }, shape))
    ]
  }

  private func reals(_ numbers: [Double], _ shape: Shape) -> AnyTensor {
    let tensor = Tensor(shape: shape, elements: numbers) ?? Tensor(numbers)
    return request.precision == .float32 ? .float32(tensor.asFloat32) : .float64(tensor)
  }
}

extension Answer.Value {
  fileprivate var fields: [Answer.Field]? {
    switch self {
    case .object(let fields), .columns(let fields): fields
    default: nil
    }
  }

  fileprivate var word: String? { if case .text(let text) = self { text } else { nil } }

  fileprivate var tensor: AnyTensor? { if case .tensor(let tensor) = self { tensor } else { nil } }

  fileprivate var whole: Int? {
    switch self {
    case .integer(let number): number
    case .tensor(.integers(let tensor)) where tensor.count == 1: tensor[0]
    default: nil
    }
  }

  fileprivate var real: Double? {
    switch self {
    case .number(let number): number
    case .integer(let number): Double(number)
    case .tensor(let tensor) where tensor.shape.count == 1: tensor.converted(to: Double.self)[0]
    default: nil
    }
  }
}

extension AnyTensor {
  /// The tensor as the only row of one with an axis more.
  fileprivate var asRow: AnyTensor {
    func row<Element>(_ tensor: Tensor<Element>) -> Tensor<Element> {
      Shape([1] + tensor.shape.extents).flatMap { tensor.reshaped($0) } ?? tensor
    }
    return switch self {
    case .float64(let tensor): .float64(row(tensor))
    case .float32(let tensor): .float32(row(tensor))
    case .integers(let tensor): .integers(row(tensor))
    case .int32(let tensor): .int32(row(tensor))
    }
  }
}
