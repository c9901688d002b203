import DetectionCore

/// A field of an answer with the type of its value, declared once: set as `answer.set(iou, values)`.
struct Output<Value>: DeclaredMember, Sendable where Value: Sendable {
  let description: OutputDescription
  /// Of an object or a list: what declares the members.
  fileprivate let group: Value?

  var name: String { description.name }
  var answerFields: [OutputDescription] { [description] }

  /// The output as one that is there under conditions only.
  func only(_ conditions: Condition...) -> Output { only(conditions) }

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

extension Output where Value: FieldGroup {
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
    add(output.name, .list(objects))
  }
}
