using System.CommandLine;
using ScoringFairness.Service.Bench;
using ScoringFairness.Service.Demonstration;
using ScoringFairness.Service.Host;

var root = new RootCommand("ScoringFairness: audits AI scorers of student responses for bias, disparity and fairness.")
{
    ServeCommand.Create(),
    WorkCommand.Create(),
    MigrateCommand.Create(),
    DemoCommand.Create(),
    BenchCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
