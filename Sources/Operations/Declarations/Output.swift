import DetectionCore
import Evaluation
import JSON

/// A field of an answer with the type of its value, declared once: set as `answer.set(iou, values)`.
struct Output<Value>: DeclaredMember, Sendable where Value: Sendable {
  let description: OutputDescription
  /// Of an object or a list: what declares the members.
  fileprivate let group: Value?

  var name: String { description.name }
  var answerFields: [OutputDescription] { [description] }

  /// The output as one that is there under conditions only.
  func only(_ conditions: Condition...) -> Output { only(conditions) }

  /// The output as one that may be `null`.
  var nullable: Output {
    var description = description
    description.isNullable = true
    return Output(description: description, group: group)
  }

  /// The output as one that is there under conditions only.
  func only(_ conditions: [Condition]) -> Output {
    var description = description
    description.conditions += conditions
    return Output(description: description, group: group)
  }
}

/// The elements of an output: whole numbers in 32 bits, as a format outside fixes it. JSON shows no difference.
enum Indices32: Sendable {}

/// The value of an output that is a whole number.
enum Count: Sendable {}

/// The value of an output that is numbers by name.
enum Numbers: Sendable {}

extension Output<Reals> {
  /// A tensor of real numbers: «(N, 4)», `()` for one number.
  static func reals(_ name: String, _ shape: String, _ holds: String) -> Output {
    Output(
      description: OutputDescription(name: name, kind: .tensor(ShapePattern(reading: shape), .number), holds: holds),
      group: nil)
  }
}

extension Output<Indices> {
  /// A tensor of whole numbers.
  static func indices(_ name: String, _ shape: String, _ holds: String) -> Output {
    Output(
      description: OutputDescription(name: name, kind: .tensor(ShapePattern(reading: shape), .integer), holds: holds),
      group: nil)
  }
}

extension Output<Indices32> {
  /// A tensor of whole numbers in 32 bits.
  static func indices32(_ name: String, _ shape: String, _ holds: String) -> Output {
    Output(
      description: OutputDescription(name: name, kind: .tensor(ShapePattern(reading: shape), .int32), holds: holds),
      group: nil)
  }
}

extension Output<Count> {
  /// One whole number.
  static func count(_ name: String, _ holds: String) -> Output {
    Output(
      description: OutputDescription(name: name, kind: .tensor(ShapePattern(reading: "()"), .integer), holds: holds),
      group: nil)
  }
}

extension Output<Numbers> {
  /// Numbers, members of the object in which they stand; `usual`: their names, as far as they are known beforehand.
  static func numbers(usual names: [String], _ holds: String) -> Output {
    Output(description: OutputDescription(name: "", kind: .numbers(names), holds: holds), group: nil)
  }
}

extension Output<String> {
  /// A text.
  static func text(_ name: String, _ holds: String) -> Output {
    Output(description: OutputDescription(name: name, kind: .text, holds: holds), group: nil)
  }
}

extension Output<JSONValue> {
  /// A value as a field of the request has it.
  static func json(_ name: String, _ holds: String) -> Output {
    Output(description: OutputDescription(name: name, kind: .json, holds: holds), group: nil)
  }
}

extension Output<[String]> {
  /// A list of texts.
  static func texts(_ name: String, _ holds: String) -> Output {
    Output(description: OutputDescription(name: name, kind: .texts, holds: holds), group: nil)
  }
}

/// The value of an output that is a text for each row, or one: names of classes.
enum Words: Sendable {}

extension Output<Words> {
  /// A text for each row, or with `()` one.
  static func words(_ name: String, _ shape: String, _ holds: String) -> Output {
    Output(
      description: OutputDescription(name: name, kind: .words(ShapePattern(reading: shape)), holds: holds), group: nil)
  }
}

extension Output<RecordID> {
  /// The id of an image or a category.
  static func id(_ name: String, _ holds: String) -> Output {
    Output(description: OutputDescription(name: name, kind: .id, holds: holds), group: nil)
  }
}

extension Output<IDColumn> {
  /// A list of ids.
  static func ids(_ name: String, _ shape: String, _ holds: String) -> Output {
    Output(
      description: OutputDescription(name: name, kind: .ids(ShapePattern(reading: shape)), holds: holds), group: nil)
  }
}

extension Output where Value: FieldGroup {
  /// A list of objects, not one for each image.
  static func rows(_ name: String, of group: Value, _ holds: String) -> Output {
    Output(
      description: OutputDescription(name: name, kind: .rows(group.answerFields), holds: holds), group: group)
  }

  /// An object, whose members the group declares.
  static func object(_ name: String, _ group: Value, _ holds: String) -> Output {
    Output(
      description: OutputDescription(name: name, kind: .object(group.answerFields), holds: holds), group: group)
  }

  /// An object of lists of one length: a row an entry.
  static func columns(_ name: String, _ group: Value, _ holds: String) -> Output {
    Output(
      description: OutputDescription(name: name, kind: .columns(group.answerFields), holds: holds), group: group)
  }

  /// A list with an object for each image.
  static func list(_ name: String, of group: Value, _ holds: String) -> Output {
    Output(
      description: OutputDescription(name: name, kind: .list(group.answerFields), holds: holds), group: group)
  }
}

// An answer is built with its declared fields; `nil` leaves a field out.

extension Answer {
  mutating func set<S: Scalar>(_ output: Output<Reals>, _ tensor: Tensor<S>?) {
    if let tensor { add(output.name, tensor) }
  }

  mutating func set<S: Scalar>(_ output: Output<Reals>, _ elements: [S]?) {
    if let elements { add(output.name, Tensor(elements)) }
  }

  /// One number.
  mutating func set<S: Scalar>(_ output: Output<Reals>, _ number: S) {
    add(output.name, Tensor(shape: .scalar, repeating: number))
  }

  mutating func set(_ output: Output<Indices>, _ tensor: Tensor<Int>?) {
    if let tensor { add(output.name, tensor) }
  }

  mutating func set(_ output: Output<Indices>, _ elements: [Int]?) {
    if let elements { add(output.name, Tensor(elements)) }
  }

  /// Numbers beyond 32 bits are not among what such outputs hold.
  mutating func set(_ output: Output<Indices32>, _ tensor: Tensor<Int>) {
    add(output.name, .tensor(.int32(tensor.map { Int32(clamping: $0) })))
  }

  mutating func set(_ output: Output<Count>, _ count: Int?) {
    if let count { add(output.name, .integer(count)) }
  }

  /// One number in doubles, rounded to the precision of the request; `nil` is `null`.
  mutating func set<S: Scalar>(_ output: Output<Reals>, _ number: Double?, as scalar: S.Type) {
    add(output.name, number.map { .number($0, as: scalar) } ?? .null)
  }

  /// Numbers by name, rounded to the precision of the request.
  mutating func set<S: Scalar>(_ output: Output<Numbers>, _ numbers: [NamedNumber], as scalar: S.Type) {
    for number in numbers { add(number.name, .number(number.value, as: scalar)) }
  }

  /// The same, `null` where there is none.
  mutating func set<S: Scalar>(
    _ output: Output<Numbers>, _ numbers: [(name: String, value: Double?)], as scalar: S.Type
  ) {
    for (name, number) in numbers { add(name, number.map { .number($0, as: scalar) } ?? .null) }
  }

  /// A text; `nil` is `null`.
  mutating func set(_ output: Output<String>, _ text: String?) { add(output.name, text.map(Value.text) ?? .null) }

  mutating func set(_ output: Output<[String]>, _ texts: [String]) { add(output.name, .list(texts.map(Value.text))) }

  mutating func set(_ output: Output<JSONValue>, _ value: JSONValue) { add(output.name, .json(value)) }

  /// A text for each row; `nil` leaves the field out.
  mutating func set(_ output: Output<Words>, _ texts: [String]?) {
    if let texts { add(output.name, .texts(texts)) }
  }

  /// One text.
  mutating func set(_ output: Output<Words>, _ text: String) { add(output.name, .text(text)) }

  /// An id; `nil` is `null`.
  mutating func set(_ output: Output<RecordID>, _ id: RecordID?) { add(output.name, id.map(Value.init) ?? .null) }

  mutating func set(_ output: Output<IDColumn>, _ ids: IDColumn) {
    switch ids {
    case .integers(let ids): add(output.name, ids.map { Int($0) })
    case .texts, .mixed: add(output.name, .list((0..<ids.count).map { ids.id($0).map(Value.init) ?? .null }))
    }
  }

  /// An object that is not there: `null`.
  mutating func setNull<Group: FieldGroup>(_ output: Output<Group>) { add(output.name, .null) }

  /// An object, or columns: `fill` sets the members that the group declares.
  mutating func set<Group: FieldGroup>(
    _ output: Output<Group>, _ fill: (inout Answer, Group) throws -> Void
  ) rethrows {
    guard let group = output.group else { return }
    var members = Answer()
    try fill(&members, group)
    if case .columns = output.description.kind {
      add(output.name, .columns(members.fields))
    } else {
      add(output.name, .object(members.fields))
    }
  }

  /// A list: `fill` sets the members of each object.
  mutating func set<Group: FieldGroup, Items: Collection>(
    _ output: Output<Group>, each items: Items, _ fill: (inout Answer, Group, Items.Element) throws -> Void
  ) rethrows {
    guard let group = output.group else { return }
    let objects = try items.map { item in
      var members = Answer()
      try fill(&members, group, item)
      return Answer.Value.object(members.fields)
    }
    if case .rows = output.description.kind {
      add(output.name, .rows(objects))
    } else {
      add(output.name, .list(objects))
    }
  }
}
