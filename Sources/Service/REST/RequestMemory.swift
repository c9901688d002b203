import DetectionCore
import HTTPMessages
import JSON
import Operations

/// What a request takes of the memory beside its body, reserved before it is made.
struct RequestMemory: Sendable {
  /// Bytes of a number in memory, and of its text with a comma at the most.
  private static let number = 8
  private static let text = 26
  /// Bodies and answers of less are not worth a look: they are counted with what each connection takes.
  private static let small = 16 << 10

  private let share: MemoryBudget.Share?

  init(_ request: HTTPRequest) { share = request.memory }

  /// For what an operation makes of a request: its numbers and as many that are computed from them; and, where a few numbers
  /// can ask for a large answer, all that the limit lets it be.
  func reserve(for operation: Operation, _ content: RequestContent, answerElements: Int) throws(Problem) {
    try reserveNumbers(in: content)
    if !operation.isLinear { try reserve(Self.number * answerElements) }
  }

  /// For the numbers that a body holds, and as many that are computed from them, `times` over.
  func reserveNumbers(in body: ByteBuffer, isText: Bool, times: Int = 1) throws(Problem) {
    guard share != nil, body.count > Self.small else { return }
    let count = isText ? JSONExtent.commas(in: body.bytes) + 1 : body.count / Self.number
    try reserve(2 * Self.number * count * times)
  }

  /// The same of a form, part by part.
  func reserveNumbers(in form: FormBody) throws(Problem) {
    guard share != nil else { return }
    let parts = form.fields.filter { $0.content.count > Self.small }
    let count = parts.reduce(0) { count, part in
      let isBinary = part.kind == .tensorFile
      return count + (isBinary ? part.content.count / Self.number : JSONExtent.commas(in: part.content.bytes) + 1)
    }
    if count > 0 { try reserve(2 * Self.number * count) }
  }

  /// For an answer's text.
  func reserveText(of answer: Answer) throws(Problem) {
    guard share != nil else { return }
    let size = Self.text * answer.numberCount
    if size > Self.small { try reserve(size) }
  }

  /// Whether there was room for so many bytes; they are then reserved.
  func canReserve(_ bytes: Int) -> Bool { share?.grow(by: bytes) ?? true }

  private func reserve(_ bytes: Int) throws(Problem) {
    guard canReserve(bytes) else {
      throw Problem(
        .overloaded, "there is no memory for the request now; try again later, or ask for less (setting memory)")
    }
  }
}

extension Limits {
  /// Those of a request: what the answer may hold, when it is due, and the memory that is left for it.
  init(_ request: HTTPRequest, _ configuration: ServiceConfiguration) {
    let memory = RequestMemory(request)
    self.init(
      answerElements: configuration.answerElementLimit, deadline: Deadline(request.deadline),
      reserve: { memory.canReserve($0) })
  }
}

extension Answer {
  /// Numbers in it.
  var numberCount: Int { fields.reduce(0) { $0 + $1.value.numberCount } }
}

extension Answer.Value {
  fileprivate var numberCount: Int {
    switch self {
    case .tensor(let tensor): tensor.shape.count
    case .integer, .number, .null: 1
    case .text(let text): 1 + text.utf8.count / 26
    case .json: 4
    case .texts(let texts): texts.reduce(0) { $0 + 1 + $1.utf8.count / 26 }
    case .object(let fields), .columns(let fields): fields.reduce(0) { $0 + $1.value.numberCount }
    case .list(let values), .rows(let values): values.reduce(0) { $0 + $1.numberCount }
    }
  }
}
