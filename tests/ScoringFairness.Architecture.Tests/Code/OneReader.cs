using Xunit.Sdk;
using Xunit.v3;

// Mono.Cecil reads bodies and attributes when they are asked for, and is not made to be asked from two threads: the classes share
// one reading of each assembly, so they run one after another.
[assembly: Parallelization(Mode = ParallelMode.None)]
