import DetectionCore
import JSON

/// A request's inputs and parameters, checked against the declaration: what is given has the type that it should.
package struct Request: Sendable {
  /// An input as it came. A class, as it is looked up often, and copied each time.
  final class Given: Sendable {
    let tensor: AnyTensor
    /// Where element 0 stands, and whether the elements stand flat there.
    let pointer: String
    let isFlat: Bool
    /// Where the request says its shape, if not where the elements stand.
    let shapePointer: String?

    init(tensor: AnyTensor, pointer: String, isFlat: Bool, shapePointer: String? = nil) {
      self.tensor = tensor
      self.pointer = pointer
      self.isFlat = isFlat
      self.shapePointer = shapePointer
    }

    /// The JSON pointer of an element.
    func pointer(to position: Int) -> String {
      pointer + (isFlat ? "/\(position)" : Operations.pointer(position: position, in: tensor.shape))
    }
  }

  package let declaration: Declaration
  let inputs: NamedValues<Given>
  /// The inputs that came as lists of levels.
  let levels: [String: [Given]]
  /// The inputs that came as texts, to be read straight into columns.
  let records: NamedValues<RecordsText>
  /// The parameters that the request itself names.
  private var parameters: NamedValues<JSONValue>
  /// The parameters among them, or members of such, that the profile of `compat` gave.
  let profiled: Set<String>
  package var limits: Limits

  init(
    declaration: Declaration, inputs: NamedValues<Given>, levels: [String: [Given]],
    records: NamedValues<RecordsText> = NamedValues(), parameters: NamedValues<JSONValue>,
    profiled: Set<String> = [], limits: Limits
  ) {
    self.declaration = declaration
    self.inputs = inputs
    self.levels = levels
    self.records = records
    self.parameters = parameters
    self.profiled = profiled
    self.limits = limits
  }

  /// Whether an optional input, or one of a group, was given.
  func has(_ input: String) -> Bool { inputs.has(input) || levels[input] != nil || records.has(input) }

  /// The arithmetic of the request.
  package var precision: Precision { self[Operation.precision] }

  /// Whether a condition holds for the request.
  package func satisfies(_ condition: Condition) -> Bool {
    switch condition {
    case .flag(let field): value(field) == .bool(true)
    case .choice(let field, let values):
      declaration.value(of: field) { parameters[$0] }.text.map(values.contains) ?? true
    case .given(let field): has(field) || given(field) != nil
    // A flag that is down is as good as none: some clients send every default.
    case .givenAny(let fields): fields.contains { has($0) || given($0) ?? .bool(false) != .bool(false) }
    case .absent(let field): !has(field) && given(field) == nil
    }
  }

  /// The same request, as if it gave a parameter that value.
  func setting(_ parameter: String, _ value: JSONValue) -> Request {
    var request = self
    request.parameters[parameter] = value
    return request
  }

  /// A required input's elements, rounded to the arithmetic.
  func tensor<S: Scalar>(_ name: String, as scalar: S.Type = S.self) throws -> Tensor<S> {
    guard let tensor: Tensor<S> = try optionalTensor(name) else {
      throw Problem(.missingField, at: "/\(name)", "\(name) is missing")
    }
    return tensor
  }

  /// An optional input's elements, rounded to the arithmetic.
  func optionalTensor<S: Scalar>(_ name: String, as scalar: S.Type = S.self) throws -> Tensor<S>? {
    try inputs[name].map { try elements($0) }
  }

  /// The elements of an input's levels, rounded to the arithmetic; `nil` if it did not come in levels.
  func optionalLevels<S: Scalar>(_ name: String, as scalar: S.Type = S.self) throws -> [Tensor<S>]? {
    try levels[name]?.map { try elements($0) }
  }

  private func elements<S: Scalar>(_ given: Given) throws -> Tensor<S> {
    let tensor = given.tensor.converted(to: S.self)
    if let position = AnyTensor(tensor).firstNotFinite { throw notFinite(given, position) }
    return tensor
  }

  /// An element that is no finite number, as it came or in the precision of the request.
  private func notFinite(_ given: Given, _ position: Int) -> Problem {
    let place = given.pointer(to: position)
    if given.tensor.firstNotFinite == position {
      return Problem(.outOfRange, at: place, "expected a finite number; NaN and infinities have no loss")
    }
    return Problem(.numberOutOfRange, at: place, "the number is too large for the precision float32")
  }

  /// A required input of whole numbers.
  func indices(_ name: String) throws -> Tensor<Int> {
    guard let tensor = optionalIndices(name) else {
      throw Problem(.missingField, at: "/\(name)", "\(name) is missing")
    }
    return tensor
  }

  /// An optional input of whole numbers.
  func optionalIndices(_ name: String) -> Tensor<Int>? {
    guard case .integers(let tensor)? = inputs[name]?.tensor else { return nil }
    return tensor
  }

  /// The JSON pointer of an element of an input.
  func pointer(to input: String, position: Int) -> String {
    inputs[input]?.pointer(to: position) ?? "/\(input)/\(position)"
  }

  /// The JSON pointer of a row of a matrix input, or of a batch of matrices, whose rows are counted through.
  func pointer(to input: String, row: Int) -> String {
    guard let given = inputs[input] else { return "/\(input)/\(row)" }
    let extents = given.tensor.shape.extents
    if given.isFlat { return "\(given.pointer)/\(row * (extents.last ?? 1))" }
    return given.pointer + (Shape(extents.dropLast()).map { Operations.pointer(position: row, in: $0) } ?? "/\(row)")
  }
}

extension Request {
  /// The JSON pointer of a field; of a member of an object, where the request gives it there.
  func pointer(toField name: String) -> String {
    let owner = declaration.parameters.first { parameter in
      parameters[parameter.name].flatMap { ParameterObject($0, of: parameter) }?.isGiven(name) ?? false
    }
    return owner.map { "/\($0.name)/\(name)" } ?? "/\(name)"
  }
}

extension Request: ParameterValues {
  /// The request's value of a parameter, or else its default.
  func value(_ name: String) -> JSONValue { parameters[name] ?? declaration.defaultValue(of: name) }

  func given(_ name: String) -> JSONValue? { parameters[name] }

  /// A parameter that is an object; `nil` where it is `null`.
  func object(_ name: String) -> ParameterObject? {
    guard case .object(let object) = value(name), case .object(let members)? = declaration.parameter(name)?.type else {
      return nil
    }
    return ParameterObject(members: members, object: object)
  }
}

extension Request {
  /// A problem whose issues name inputs, each at the place where the request says the input's shape.
  func located(_ problem: Problem) -> Problem {
    problem.located { issue in
      let name = issue.pointer.dropFirst()
      return inputs[String(name)]?.shapePointer ?? issue.pointer
    }
  }
}

// Parameters are read as doubles; float32 cannot hold all of them.
extension Request {
  /// The first parameter that float32 would make infinite, or, where it must be positive, 0.
  var firstBeyondFloat32: Issue? {
    // Defaults are within float32.
    if parameters.isEmpty { return nil }
    // By index, as a parameter takes longer to copy than to look at.
    for index in declaration.parameters.indices {
      guard let value = parameters[declaration.parameters[index].name] else { continue }
      let parameter = declaration.parameters[index]
      if let issue = parameter.type.issueInFloat32(value, at: "/\(parameter.name)") { return issue }
    }
    return nil
  }
}

extension ParameterType {
  fileprivate func issueInFloat32(_ value: JSONValue, at place: @autoclosure () -> String) -> Issue? {
    switch self {
    case .number(let range):
      guard let number = value.number, !range.contains(Double(Float(number))) || !Float(number).isFinite else {
        return nil
      }
      return Issue(
        pointer: place(), code: .numberOutOfRange,
        detail: "\(plain(number)) is beyond the range of precision float32")
    case .list(let element, _):
      let place = place()
      return (value.list ?? []).enumerated().lazy.compactMap { index, item in
        element.issueInFloat32(item, at: "\(place)/\(index)")
      }.first
    case .anyOf(let types):
      // Of the alternatives, the one that the value is.
      return types.first { $0.issue(with: value, at: place()) == nil }?.issueInFloat32(value, at: place())
    case .object(let members):
      let place = place()
      return members.lazy.compactMap { member in
        value[member.name].flatMap { member.type.issueInFloat32($0, at: "\(place)/\(member.name)") }
      }.first
    case .integer, .boolean, .choice, .text, .map: return nil
    }
  }
}
