using System.Reflection;
using Xunit.v3;

[assembly: ScoringFairness.Service.Tests.Host.Logs.LogOfFailedTests]

namespace ScoringFairness.Service.Tests.Host.Logs;

/// <summary>Shows what a test's services logged where the test fails; where it passes, nobody needs to read it.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class LogOfFailedTestsAttribute : BeforeAfterTestAttribute
{
    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        var lines = TestLog.Current.Take();
        if (TestContext.Current.TestState?.Result == TestResult.Failed && lines.Count > 0)
        {
            TestContext.Current.TestOutputHelper?.WriteLine("Logged since the test before:\n" + string.Join('\n', lines));
        }
    }
}
