import CLibFuzzer
import Glibc

// focald-fuzz TARGET [libFuzzer's flags and corpora]: runs one target.
// focald-fuzz seeds DIRECTORY: writes a first corpus for each target, made of the catalogue's examples.

guard CommandLine.arguments.count > 1 else { FuzzTarget.exitWithUsage() }

if CommandLine.arguments[1] == "seeds" {
  guard CommandLine.arguments.count == 3 else { FuzzTarget.exitWithUsage() }
  Seeds.write(to: CommandLine.arguments[2])
  exit(0)
}

guard let target = FuzzTarget(rawValue: CommandLine.arguments[1]) else { FuzzTarget.exitWithUsage() }
FuzzTarget.current = target
// libFuzzer gets the program's name and what follows the target.
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv + 1
var count = CommandLine.argc - 1
exit(
  LLVMFuzzerRunDriver(&count, &arguments) { data, count in
    FuzzTarget.current.run(UnsafeRawBufferPointer(start: data, count: count))
    return 0
  })
