import FoundationEssentials

/// How many processors this process may use: the smaller of its affinity mask and its control groups' quotas, at least 1.
func usableProcessors() -> Int {
  let quotas = ControlGroup.current.texts(of: "cpu.max").compactMap(processors(inQuota:))
  return max(1, min(ProcessInfo.processInfo.activeProcessorCount, quotas.min() ?? .max))
}

/// Processors in cgroup v2's `cpu.max`, rounded up: `150000 100000` is 1.5, hence 2; `max 100000` is no limit.
func processors(inQuota text: String) -> Int? {
  let numbers = text.split(whereSeparator: \.isWhitespace).map { Int($0) }
  guard numbers.count == 2, let quota = numbers[0], let period = numbers[1], quota > 0, period > 0 else {
    return nil
  }
  return (quota - 1) / period + 1
}
