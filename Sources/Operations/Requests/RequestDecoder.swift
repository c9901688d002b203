import DetectionCore
import HTTPMessages
package import JSON

/// Turns the members of a body into a request, as a declaration wants them. All that is wrong with the fields is reported
/// at once.
package struct RequestDecoder {
  package let declaration: Declaration
  package let limits: Limits
  private static let issueLimit = 64
  private var inputs = NamedValues<Request.Given>()
  /// By input and number; a dictionary, so that many levels are not copied for each further one.
  private var levels: [String: [Int: Request.Given]] = [:]
  private var records = NamedValues<RecordsText>()
  private var parameters = NamedValues<JSONValue>()
  /// The parameters, or members of such, that come from the profile of `compat`.
  private var profiled: Set<String> = []
  private var issues: [Issue] = []
  /// Fields of which something has been reported: that they are missing as well would be said of the same mistake.
  private var faulty: Set<String> = []
  /// Where the fields stand that are decoded now, if not in the body: the end of every message about them.
  package var source = ""

  /// Decodes a body. Throws a `Problem` that lists every field that is wrong.
  /// `texts`: fields that stand beside it, as texts of their own.
  package static func decode(
    _ body: JSONValue, _ declaration: Declaration, _ limits: Limits, texts: [(name: String, text: RecordsText)] = []
  ) throws(Problem) -> Request {
    guard case .object(let object) = body else {
      throw Problem(.wrongType, "the body must be an object with the fields of \(declaration.id), not \(body.kindName)")
    }
    var decoder = RequestDecoder(declaration: declaration, limits: limits)
    for (name, text) in texts { decoder.take(name, text) }
    for member in object.members {
      let place = declaration.pointer(toField: member.key) ?? "/" + JSONPointer.escape(quoted(member.key))
      decoder.decode(member.key, member.value, at: place)
      // Of a million unknown fields the first are reported.
      if decoder.hasEnoughIssues, let problem = Problem(decoder.issues) { throw problem }
    }
    return try decoder.finish()
  }

  package init(declaration: Declaration, limits: Limits) {
    self.declaration = declaration
    self.limits = limits
  }

  /// Takes a field of a request, found at `place`.
  package mutating func decode(_ key: String, _ value: JSONValue, at place: String) {
    if let input = declaration.input(key) {
      if value != .null { decode(input, value, at: place) }
    } else if let parameter = declaration.parameter(key) {
      decode(parameter, value, at: place)
    } else {
      reportUnknown(key, at: place)
    }
  }

  /// Takes an input whose elements are read already; `place` is where they stand, flat, `shapePlace` where its shape is
  /// said, if elsewhere.
  package mutating func take(_ input: Input, _ tensor: AnyTensor, at place: String, shape shapePlace: String? = nil) {
    guard !input.element.isRecords else { return reportRecords(input, at: place) }
    do {
      inputs[input.name] = try TensorDecoder(input: input).check(tensor, at: place, shape: shapePlace)
    } catch {
      report(error.issues, of: input.name)
    }
  }

  /// Takes the text of a field that is read straight into columns. What it holds is seen when it is read.
  package mutating func take(_ name: String, _ text: RecordsText) {
    if !text.isNull { records[name] = text }
  }

  /// Notes that a field, which only JSON has, came as something else.
  package mutating func reportRecords(_ input: Input, at place: String) {
    let detail =
      "\(input.name) is taken in a JSON body or a form alone; a tensor file and /v2 have columns in its place"
    report([Issue(pointer: place, code: .wrongType, detail: detail)], of: input.name)
  }

  /// Takes a level of an input, as `take` an input.
  package mutating func take(
    _ input: Input, level: Int, _ tensor: AnyTensor, at place: String, shape shapePlace: String? = nil
  ) {
    do {
      levels[input.name, default: [:]][level] =
        try TensorDecoder(input: input.level(level)).check(tensor, at: place, shape: shapePlace)
    } catch {
      report(error.issues, of: input.name)
    }
  }

  /// Notes what a reader of the request found wrong; `field`: the field that it is of.
  package mutating func report(_ issues: [Issue], of field: String? = nil) {
    for issue in issues {
      self.issues.append(Issue(pointer: issue.pointer, code: issue.code, detail: issue.detail + source))
    }
    if let field { faulty.insert(field) }
  }

  /// Gives a parameter a value that the request's own is overruled by, as if the request had named it.
  package mutating func override(_ parameter: String, _ value: JSONValue) { parameters[parameter] = value }

  /// Whether an answer has room for no more issues.
  package var hasEnoughIssues: Bool { issues.count >= Self.issueLimit }

  /// Whether an input has been given: whole, in levels, or as records.
  package func hasInput(_ name: String) -> Bool { inputs.has(name) || records.has(name) || levels[name] != nil }

  /// Whether a parameter has been given.
  package func isGiven(_ parameter: String) -> Bool { parameters.has(parameter) }

  /// The value that a parameter has been given; `nil` if none.
  package func given(_ parameter: String) -> JSONValue? { parameters[parameter] }

  /// Notes a field that is none. `advice`: what ends the message. `isMistyped`: the nearest field is then not reported as
  /// missing as well, where an answer has room for one message only.
  package mutating func reportUnknown(_ key: String, at place: String, advice: String = "", isMistyped: Bool = false) {
    var issue = Issue.unknown(key, at: place, of: declaration.id, among: declaration.fieldNames)
    issue.detail += advice
    report([issue], of: isMistyped ? nearestName(to: key, among: declaration.fieldNames) : nil)
  }

  /// Throws a `Problem` that lists what has been found wrong so far.
  package func check() throws(Problem) { if let problem = Problem(issues) { throw problem } }

  /// The request. Throws a `Problem` that lists every field that is wrong.
  package consuming func finish() throws(Problem) -> Request {
    checkPresence()
    if issues.isEmpty, !levels.isEmpty { checkLevels() }
    if issues.isEmpty, declaration.hasSharedExtents { checkExtents() }
    if issues.isEmpty, declaration.dialects != nil { applyProfile() }
    if issues.isEmpty, declaration.hasConditions { checkConditions() }
    if !issues.isEmpty, let problem = Problem(issues) { throw problem }
    return Request(
      declaration: declaration, inputs: inputs, levels: levelLists, records: records, parameters: parameters,
      profiled: profiled, limits: limits)
  }

  private var levelLists: [String: [Request.Given]] {
    levels.isEmpty ? [:] : levels.mapValues { levels in levels.sorted { $0.key < $1.key }.map(\.value) }
  }

  private mutating func decode(_ parameter: Parameter, _ value: JSONValue, at place: String) {
    // `null` is "not given".
    if parameter.isNotGiven(value) { return }
    if let issue = parameter.issue(with: value, at: place) {
      report([issue], of: parameter.name)
    } else {
      parameters[parameter.name] = value
    }
  }

  private mutating func decode(_ input: Input, _ value: JSONValue, at place: String) {
    if input.element.isText { return take(input.name, RecordsText(ByteSlice(ByteBuffer(value.text())), at: place)) }
    let value = value.withNumbersForBooleans
    do {
      if let items = input.levels(in: value) {
        for (number, item) in items.enumerated() {
          levels[input.name, default: [:]][number] =
            try TensorDecoder(input: input.level(number)).decode(item, at: "\(place)/\(number)")
        }
      } else {
        inputs[input.name] = try TensorDecoder(input: input).decode(value, at: place)
      }
    } catch {
      report(error.issues, of: input.name)
    }
  }

  private mutating func reportMissing(_ name: String) {
    // A field that is there, but wrong or mistyped, has been reported.
    guard !faulty.contains(name) else { return }
    issues.append(Issue(pointer: "/\(name)", code: .missingField, detail: "\(name) is missing"))
  }

  private mutating func checkPresence() {
    for name in declaration.requiredParameters where !parameters.has(name) { reportMissing(name) }
    for name in declaration.requiredInputs where !hasInput(name) { reportMissing(name) }
    for members in declaration.groups { checkGroup(members) }
  }

  /// An input is given whole, or in levels without a gap.
  private mutating func checkLevels() {
    for input in declaration.inputs where !input.levels.isEmpty {
      guard let numbers = levels[input.name]?.keys else { continue }
      let gap = (0..<numbers.count).first { !numbers.contains($0) }
      if inputs.has(input.name) {
        let detail = "\(input.name) and its levels exclude each other"
        issues.append(Issue(pointer: "/\(input.name)", code: .conflictingFields, detail: detail))
      } else if let gap {
        let detail = "\(input.name).\(gap) is missing: levels are numbered from 0, without a gap"
        issues.append(Issue(pointer: "/\(input.name).\(gap)", code: .missingField, detail: detail))
      }
    }
  }

  private mutating func checkGroup(_ members: [String]) {
    let given = members.filter { inputs.has($0) || records.has($0) }
    guard given.count != 1 else { return }
    let wrong = members.contains { faulty.contains($0) }
    let choice = members.joined(separator: " or ")
    if given.isEmpty, !wrong {
      issues.append(
        Issue(pointer: "/\(members[0])", code: .missingField, detail: "\(choice) is missing: give exactly one of them"))
    } else if given.count > 1 {
      issues.append(
        Issue(
          pointer: "/\(given[1])", code: .conflictingFields,
          detail: "\(given.joined(separator: " and ")) exclude each other: give exactly one of them"))
    }
  }

  /// Gives what the request leaves out, and would have an effect, the values of the library that it names.
  private mutating func applyProfile() {
    let profile = declaration.dialects?.profile(named: parameters[DialectFields.compatName])
    for setting in profile?.settings ?? [] where setting.conditions.allSatisfy({ stray($0, setting.field, nil) == nil })
    {
      if let dot = setting.field.firstIndex(of: ".") {
        let member = String(setting.field[dot...].dropFirst())
        apply(setting, to: String(setting.field[..<dot]), member: member)
      } else if !parameters.has(setting.field), let parameter = declaration.parameter(setting.field),
        parameter.conditions.allSatisfy({ stray($0, setting.field, nil) == nil })
      {
        parameters[setting.field] = setting.value
        profiled.insert(setting.field)
      }
    }
  }

  /// The same of a member of an object; where the request has no object it gets one.
  private mutating func apply(_ setting: Setting, to owner: String, member: String) {
    guard let parameter = declaration.parameter(owner), case .object(let members) = parameter.type else { return }
    var object = parameters[owner]?.object ?? [:]
    let siblings = ParameterObject(members: members, object: object)
    guard !siblings.isGiven(member), let declared = members.first(where: { $0.name == member }),
      declared.conditions.allSatisfy({ stray($0, member, siblings) == nil })
    else { return }
    object[member] = setting.value
    parameters[owner] = .object(object)
    profiled.insert(setting.field)
  }

  /// A field that has an effect under conditions only is not given without them, unless at its default.
  private mutating func checkConditions() {
    // By index, as a parameter takes longer to copy than to look at.
    for index in declaration.parameters.indices where !parameters.isEmpty {
      guard let value = parameters[declaration.parameters[index].name], value != .null else { continue }
      let parameter = declaration.parameters[index]
      if !value.means(parameter.defaultValue) {
        check(parameter.conditions, of: parameter.name, at: "/\(parameter.name)")
      }
      if let object = ParameterObject(value, of: parameter) { checkConditions(of: object, at: "/\(parameter.name)") }
    }
    for index in declaration.conditionalInputs where hasInput(declaration.inputs[index].name) {
      let input = declaration.inputs[index]
      check(input.conditions, of: input.name, at: "/\(input.name)")
    }
  }

  /// The same of an object's members, whose conditions name each other.
  private mutating func checkConditions(of object: ParameterObject, at place: String) {
    for member in object.members {
      guard let value = object.given(member.name), value != .null, !value.means(member.defaultValue) else { continue }
      check(member.conditions, of: member.name, at: "\(place)/\(member.name)", among: object)
    }
  }

  private mutating func check(
    _ conditions: [Condition], of name: String, at place: @autoclosure () -> String,
    among siblings: ParameterObject? = nil
  ) {
    for condition in conditions {
      guard let stray = stray(condition, name, siblings) else { continue }
      issues.append(Issue(pointer: place(), code: .conflictingFields, detail: stray))
      return
    }
  }

  /// Why a field has no effect, or `nil`.
  private func stray(_ condition: Condition, _ name: String, _ siblings: ParameterObject?) -> String? {
    switch condition {
    case .flag(let flag):
      value(of: flag, siblings) == .bool(true) ? nil : "\(name) goes with \(flag) true only"
    case .given(let other): has(other, siblings) ? nil : "\(name) goes with \(other), which is missing"
    case .givenAny(let others):
      others.contains { has($0, siblings) }
        ? nil : "\(name) goes with \(others.joined(separator: " or ")), which is missing"
    case .absent(let other):
      has(other, siblings) ? "\(name) and \(other) exclude each other: give one of them" : nil
    case .choice(let field, let values):
      switch value(of: field, siblings) {
      case .string(let chosen) where !values.contains(chosen):
        "\(name) goes with \(field) \(values.map { "\"\($0)\"" }.joined(separator: " or ")), not with \"\(chosen)\""
      default: nil
      }
    }
  }

  private func has(_ field: String, _ siblings: ParameterObject?) -> Bool {
    if let siblings { return siblings.isGiven(field) }
    return hasInput(field) || parameters.has(field)
  }

  private func value(of parameter: String, _ siblings: ParameterObject?) -> JSONValue {
    if let siblings { return siblings.value(parameter) }
    return declaration.value(of: parameter) { parameters[$0] }
  }

  /// The same letter is the same extent in all inputs.
  private mutating func checkExtents() {
    var known: [String: (extent: Int, input: String)] = [:]
    for input in declaration.inputs {
      guard let given = inputs[input.name],
        let pattern = input.shapes.first(where: { $0.admits(given.tensor.shape) }),
        let extents = pattern.extents
      else { continue }
      for (axis, extent) in extents.enumerated() {
        guard case .letter(let letter) = extent else { continue }
        let found = given.tensor.shape[axis]
        if let first = known[letter], first.extent != found {
          issues.append(
            Issue(
              pointer: given.shapePointer ?? (given.isFlat ? "/\(input.name)/shape" : "/\(input.name)"),
              code: .shapeMismatch,
              detail: "\(input.name) has the shape \(given.tensor.shape): its \(letter) is \(found), "
                + "but \(first.input) has \(letter) = \(first.extent)"))
          return
        }
        if known[letter] == nil { known[letter] = (found, input.name) }
      }
    }
  }
}
