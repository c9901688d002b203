import DetectionCore
import HTTPMessages
import JSON
import Testing
import TestSupport

@testable import Operations
@testable import Service

/// Valid requests, mutated at random: every answer is 200 with finite numbers, or an error that says something. A trap
/// would end the test run.
@Suite struct RequestFuzzTests {
  static let rounds = 400

  @Test(arguments: Registry.all.enumerated().map { ($0, $1.declaration.id) })
  func answers_ToMutatedRequests_AreSane(seed: Int, id: String) throws {
    let declaration = try #require(Registry.named(id)?.declaration)
    var configuration = ServiceConfiguration()
    configuration.answerElementLimit = 1 << 16
    let service = Service(configuration: configuration)
    let seeds = try Self.requests(declaration)
    var mutator = RequestMutator(random: SplitMix64(seed: UInt64(seed)), declaration: declaration)
    var accepted = 0
    for _ in 0..<Self.rounds {
      let body = mutator.mutated(seeds.randomElement(using: &mutator.random) ?? .null)
      let head = HTTPRequestHead(method: .post, path: declaration.path, id: "test")
      let request = HTTPRequest(head: head, body: ByteBuffer(body), deadline: .now + .seconds(5))
      let reply = Reply(service.respond(to: request))
      if reply.status == 200 {
        accepted += 1
        // JSON has no other numbers than finite ones.
        #expect(reply.json != nil, "\(body)")
      } else {
        #expect((400..<500).contains(reply.status), "\(reply.status) \(reply.detail): \(body)")
        expectProblem(reply, "\(body)")
        #expect(reply.text.utf8.count < 65_536)
      }
    }
    // Neither is everything refused nor everything taken.
    #expect(accepted > Self.rounds / 50 && accepted < Self.rounds * 49 / 50, "\(accepted)")
  }

  /// Requests that work: the declaration's example, the contract's, and some vectors.
  private static func requests(_ declaration: Declaration) throws -> [JSONValue] {
    let examples = try Contract().request(declaration)["examples"]?.members.compactMap { $0.value["value"] } ?? []
    let vectors = (try? readJSON(Package.text("\(VectorFiles.folder)/\(declaration.id).json")))?["vectors"]?.list ?? []
    let small = vectors.compactMap { $0["request"] }.filter { $0.text().utf8.count < 1000 }
    return try [readJSON(declaration.example)] + examples + small.prefix(12)
  }
}

/// Changes a request in one to three places.
struct RequestMutator {
  var random: SplitMix64
  let declaration: Declaration

  /// Numbers at the edges of something. Those in quotes are written without them: JSON's writer has none of them.
  private static let numbers: [JSONValue] = [
    0, -1, 1, 2, 0.5, 1.5, -0.0, 3, 4, 255, 65_536, 1e9, 1e15, 9_007_199_254_740_992, 9_007_199_254_740_993, 9.2e18,
    -9.2e18, 1e19, 1e38, 3.5e38, -1e39, 1e300, 1.7e308, -1.7e308, 1e-300, 5e-324, "@1e999@", "@-1e999@", "@NaN@",
    "@9223372036854775807@", "@-9223372036854775808@", "@18446744073709551616@", "@00@", "@1e@",
  ]

  private static let shapes: [[JSONValue]] = [
    [], [0], [1], [0, 4], [4, 0], [1, 4], [2, 4], [0, 0], [0, 0, 4], [1_000_000_000, 0, 4],
    [1_000_000_000, 1_000_000_000],
    [0, "@9223372036854775807@"], ["@9223372036854775807@", 0], [9e18, 0, 4], [0, 2e18, 4], [2e18, 0], [1, 2, 2], [-1],
    [1.5], [1e30], ["x"], [4_294_967_296, 4_294_967_296], [0, 9e18, 9e18], [1, 1, 1, 1, 1, 1, 1, 1], [16_384, 0],
    [16_384, 0, 4], [3, 0, 2],
  ]

  /// A text, which is not always JSON.
  mutating func mutated(_ request: JSONValue) -> String {
    guard case .object(var object) = request else { return request.text() }
    for _ in 0..<Int.random(in: 1...3, using: &random) { mutate(&object) }
    var text = JSONValue.object(object).text().replacing("\"@", with: "").replacing("@\"", with: "")
    if oneIn(40) { text = String(text.prefix(Int.random(in: 0...text.count, using: &random))) }
    return text
  }

  private mutating func oneIn(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &random) == 0 }

  private mutating func mutate(_ object: inout JSONObject) {
    let known = declaration.fieldNames.randomElement(using: &random) ?? ""
    let key = oneIn(3) ? known : object.keys.randomElement(using: &random) ?? known
    switch Int.random(in: 0..<12, using: &random) {
    case 0: object[key] = Optional.none
    case 1: object = JSONObject(members: object.members + [JSONObject.Member(key: key, value: value())])
    case 2: object[key + "x"] = value()
    case 3: object[key] = flat()
    case 4: object[key] = value()
    case 5: if let parameter = declaration.parameters.randomElement(using: &random) { set(parameter, in: &object) }
    default: object[key] = object[key].map { inside($0) } ?? value()
    }
  }

  /// A plausible value of a parameter, sometimes.
  private mutating func set(_ parameter: Parameter, in object: inout JSONObject) {
    object[parameter.name] = plausible(parameter.type)
  }

  private mutating func plausible(_ type: ParameterType) -> JSONValue {
    switch type {
    case .number, .integer: Self.numbers.randomElement(using: &random) ?? 0
    case .boolean: .bool(oneIn(2))
    case .choice(let names): .string(names.randomElement(using: &random) ?? "")
    case .list(let element, let count):
      .array((0..<(oneIn(4) ? 3 : count ?? 2)).map { _ in plausible(element) })
    case .anyOf(let types): types.randomElement(using: &random).map { plausible($0) } ?? .null
    case .object(let members):
      .object(
        JSONObject(
          members: members.filter { _ in oneIn(3) }.map { .init(key: $0.name, value: plausible($0.type)) }))
    case .map(let element, let members):
      .object(
        JSONObject(
          members: members.filter { _ in oneIn(3) }.map { .init(key: $0.name, value: plausible($0.type)) }
            + [.init(key: "some", value: plausible(element))]))
    case .text: oneIn(2) ? "height" : .string("")
    }
  }

  private mutating func flat() -> JSONValue {
    let shape = Self.shapes.randomElement(using: &random) ?? []
    let count = oneIn(2) ? 0 : shape.reduce(1) { count, extent in min(count * Int(min(extent.number ?? 1, 64)), 64) }
    let data = (0..<max(count, 0)).map { _ in
      oneIn(4) ? value() : JSONValue.number(Double.random(in: 0...1, using: &random))
    }
    return oneIn(8) ? ["shape": .array(shape)] : ["shape": .array(shape), "data": .array(data)]
  }

  /// Any value at all.
  private mutating func value() -> JSONValue {
    switch Int.random(in: 0..<14, using: &random) {
    case 0: .null
    case 1: .bool(true)
    case 2: .string(["", "xyxy", "log", "sum", "softmax", "é\u{0}\"\\"].randomElement(using: &random) ?? "")
    case 3: .array([])
    case 4: .array([.array([]), .array([])])
    case 5: .object(JSONObject())
    case 6: .array((0..<3).map { _ in number() })
    case 7: .array([.array((0..<4).map { _ in number() })])
    case 8: .array([value(), value()])
    case 9: flat()
    default: number()
    }
  }

  private mutating func number() -> JSONValue { Self.numbers.randomElement(using: &random) ?? 0 }

  /// The same with something changed within.
  private mutating func inside(_ value: JSONValue) -> JSONValue {
    guard var items = value.list, !items.isEmpty, !oneIn(8) else { return number() }
    let index = Int.random(in: 0..<items.count, using: &random)
    switch Int.random(in: 0..<8, using: &random) {
    case 0: items.remove(at: index)
    case 1: items.append(items[index])
    case 2: items[index] = self.value()
    case 3: items.swapAt(index, 0)
    default: items[index] = inside(items[index])
    }
    return .array(items)
  }
}
