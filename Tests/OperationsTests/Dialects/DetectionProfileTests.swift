import JSON
import TestSupport
import Testing

@testable import Operations

/// Whatever a head holds, each profile answers numbers, or a problem that says what has none.
@Suite struct DetectionProfileTests {
  static let detections = (Registry.all + Registry.namesakes.map(\.operation)).map(\.declaration)
    .filter { $0.family == "detections" && $0.dialects != nil }.map(\.id)

  /// Codes of what a client can change; each comes with words.
  private static let causes: Set<ErrorCode> = [
    .outOfRange, .numberOutOfRange, .undefined, .overflow, .invertedBox, .conflictingFields, .shapeMismatch,
    .answerTooLarge,
  ]

  @Test(arguments: detections) func profiles_AnswerNumbersOrWhatHasNone(id: String) throws {
    let operation = try #require(Registry.named(id))
    let dialects = try #require(operation.declaration.dialects)
    let requests = try requests(operation)
    var counts = (answered: 0, refused: 0)
    for (number, request) in requests.enumerated() {
      for seed in 0..<18 as Range<UInt64> {
        let share = [0.03, 0.3, 1][Int(seed / 9 + UInt64(number)) % 3]
        let head = HostileHead(request, of: operation, seed: seed, share: share).request
        for profile in [nil] + dialects.profiles.map(\.library.rawValue) {
          var body = head
          body["compat"] = profile.map(JSONValue.string)
          let place = "\(profile ?? "focald"), request \(number), \(seed)"
          let precision: Precision = seed.isMultiple(of: 2) ? .float64 : .float32
          do {
            let answer = try VectorRequest(operation, body).answer(in: precision)
            counts.answered += 1
            for (name, numbers) in answer {
              let undefined = numbers.filter(\.isNaN).count
              #expect(undefined == 0, "\(place), \(name)")
            }
          } catch let problem as Problem {
            counts.refused += 1
            #expect(Self.causes.contains(problem.code), "\(place): \(problem)")
            for issue in problem.issues {
              // What is beyond the range is a number of the answer.
              let isPlaced = issue.pointer.hasPrefix("/") || issue.code == .overflow
              #expect(!issue.detail.isEmpty && isPlaced, "\(place): \(issue)")
            }
          }
        }
      }
    }
    #expect(counts.answered > 0 && counts.refused > 0)
  }

  /// The example, and the vectors of the operation or of the one that it is another name of; not the large ones.
  private func requests(_ operation: Operation) throws -> [JSONObject] {
    let id = operation.declaration.id
    let example = try #require(try readJSON(operation.declaration.example).object)
    let recorded = VectorFile.all.filter { $0.operation == id }
    return [example] + (try recorded.flatMap { try $0.vectors().map(\.request) }.prefix(12))
  }
}
