/// A tensor of an answer as protocols without objects name it: `counts.returned`.
package struct OutputTensorDescription: Sendable {
  package let name: String
  package let shape: ShapePattern
  package let element: Input.Element
  /// All that must hold for it to be there.
  package let conditions: [Condition]
}

extension OutputTensorDescription {
  /// The tensor that is there where this one is, or another of its name: of two values of a choice, either.
  package func or(_ other: OutputTensorDescription) -> OutputTensorDescription {
    let merged = conditions.map { condition -> Condition in
      guard case .choice(let field, let values) = condition else { return condition }
      let others = other.conditions.compactMap { condition -> [String]? in
        if case .choice(field, let values) = condition { values } else { nil }
      }
      return .choice(field, values + (others.first ?? []).filter { !values.contains($0) })
    }
    return OutputTensorDescription(name: name, shape: shape, element: element, conditions: merged)
  }
}

extension OutputDescription {
  /// The tensors that it is: itself, or an object's members; of a list the rows of all objects, one after the other.
  package var tensors: [OutputTensorDescription] { tensors(prefix: "", given: [], rows: false) }

  /// `rows`: those of many objects; `each`: of a list of objects, where each has a tensor of one shape.
  private func tensors(prefix: String, given outer: [Condition], rows: Bool, each: Bool = false)
    -> [OutputTensorDescription]
  {
    let conditions = outer + conditions
    switch kind {
    case .tensor(var shape, let element):
      // One number for each image.
      if rows, shape.isScalar { shape = .of("B") } else if each { shape = shape.ofEachRow ?? shape }
      return [OutputTensorDescription(name: prefix + name, shape: shape, element: element, conditions: conditions)]
    case .object(let members):
      return members.flatMap { $0.tensors(prefix: "\(prefix)\(name).", given: conditions, rows: rows, each: each) }
    case .columns(let members):
      let own = members.flatMap { $0.tensors(prefix: "\(prefix)\(name).", given: conditions, rows: rows) }
      return rows ? own + [.imageIndices("\(prefix)\(name).", conditions)] : own
    case .list(let members):
      return members.flatMap { $0.tensors(prefix: "", given: conditions, rows: true) } + [.imageIndices("", conditions)]
    case .rows(let members): return rowTensors(members, prefix: prefix, given: conditions)
    case .numbers(let names):
      return names.map {
        OutputTensorDescription(
          name: prefix + $0, shape: rows ? .of("n") : ShapePattern(reading: "()"), element: .number,
          conditions: conditions)
      }
    case .id:
      return [
        OutputTensorDescription(
          name: prefix + name, shape: rows ? .of("n") : ShapePattern(reading: "()"), element: .integer,
          conditions: conditions)
      ]
    case .ids(let shape):
      return [OutputTensorDescription(name: prefix + name, shape: shape, element: .integer, conditions: conditions)]
    case .words(let shape):
      return [
        OutputTensorDescription(
          name: prefix + name, shape: shape.isScalar ? .of("n") : shape, element: .word, conditions: conditions)
      ]
    case .text, .texts, .json: return []
    }
  }

  /// A list of objects as tensors: a number of each object is a vector; tensors of the objects lie one after the other,
  /// with `NAME.row_indices` to say of which object each row is.
  private func rowTensors(_ members: [OutputDescription], prefix: String, given conditions: [Condition])
    -> [OutputTensorDescription]
  {
    members.flatMap { member -> [OutputTensorDescription] in
      let own = member.tensors(prefix: "\(prefix)\(name).", given: conditions, rows: true, each: true)
      guard case .columns = member.kind else { return own }
      // In place of the index of images.
      return own.dropLast() + [
        OutputTensorDescription(
          name: "\(prefix)\(name).\(member.name).row_indices", shape: .of("n"), element: .integer,
          conditions: conditions + member.conditions)
      ]
    }
  }
}

extension OutputTensorDescription {
  /// Which image each row is of.
  fileprivate static func imageIndices(_ prefix: String, _ conditions: [Condition]) -> OutputTensorDescription {
    OutputTensorDescription(
      name: "\(prefix)image_indices", shape: .of("n"), element: .integer, conditions: conditions)
  }
}
