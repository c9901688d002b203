/// Where the time of one inference went.
struct InferenceTimes: Sendable {
  var input = Duration.zero
  var infer = Duration.zero
  var output = Duration.zero
  var total: Duration { input + infer + output }
}
