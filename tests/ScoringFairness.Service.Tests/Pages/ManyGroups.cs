using System.Globalization;
using System.Text;

namespace ScoringFairness.Service.Tests.Pages;

/// <summary>Scored rows of many items, groups and scorers, with names as long as they come.</summary>
internal static class ManyGroups
{
    private const int PerGroup = 24;
    private const int Levels = 4;

    public static string Csv(int items, int groups, int splits)
    {
        var csv = new StringBuilder("itemId,group,scorer,humanScore,machineScore\n");
        for (var row = 0; row < items * groups * PerGroup; row++)
        {
            var (item, group) = (row % items, row / items % groups);
            var human = row / (items * groups) % Levels;
            for (var split = 0; split < splits; split++)
            {
                var machine = Math.Clamp(human + ((row * 7 + split * 5 + group) % 11 < 3 ? 1 : 0) - ((row + split) % 13 == 0 ? 1 : 0), 0, Levels - 1);
                csv.Append(CultureInfo.InvariantCulture,
                    $"An item with a name of forty characters {item:00},A group with a name of forty characters {group},"
                    + $"A scorer whose name is forty characters no. {split},{human},{machine}\n");
            }
        }
        return csv.ToString();
    }
}
