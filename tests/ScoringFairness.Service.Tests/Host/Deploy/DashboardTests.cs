using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Host.Deploy;

/// <summary>The dashboard has the form that Grafana imports (its documented JSON model); no Grafana is here to import it.</summary>
public sealed class DashboardTests
{
    /// <summary>Columns of Grafana's grid.</summary>
    private const int Columns = 24;

    private static readonly JsonNode Dashboard = JsonNode.Parse(DeployedProcess.Text("src", "deploy", "grafana-dashboard.json"))!;

    private static IReadOnlyList<JsonNode> Panels { get; } = [.. Dashboard["panels"]!.AsArray().Select(panel => panel!)];

    [Fact]
    public void It_names_itself_and_the_source_that_whoever_imports_it_chooses()
    {
        Assert.Matches("^[a-zA-Z0-9_-]{1,40}$", (string)Dashboard["uid"]!);
        Assert.NotEmpty((string)Dashboard["title"]!);
        Assert.True((int)Dashboard["schemaVersion"]! >= 36);
        var source = Assert.Single(Dashboard["templating"]!["list"]!.AsArray(), variable => (string)variable!["type"]! == "datasource");
        Assert.Equal("prometheus", (string)source!["query"]!);
        Assert.All(Panels.Where(panel => (string)panel["type"]! != "row"), panel => Assert.Equal(
            ("prometheus", $"${{{source["name"]}}}"), ((string)panel["datasource"]!["type"]!, (string)panel["datasource"]!["uid"]!)));
    }

    [Fact]
    public void Every_panel_has_a_number_a_title_a_place_of_its_own_and_queries_that_close()
    {
        Assert.Equal(Panels.Count, Panels.Select(panel => (int)panel["id"]!).Distinct().Count());
        var taken = new HashSet<(int, int)>();
        foreach (var panel in Panels)
        {
            var title = (string)panel["title"]!;
            Assert.NotEmpty(title);
            Assert.Contains((string)panel["type"]!, (string[])["stat", "timeseries", "table", "gauge", "bargauge", "heatmap", "row"]);
            var place = panel["gridPos"]!;
            var (x, y, width, height) = ((int)place["x"]!, (int)place["y"]!, (int)place["w"]!, (int)place["h"]!);
            Assert.True(x >= 0 && width > 0 && height > 0 && x + width <= Columns, title);
            Assert.All(
                Enumerable.Range(x, width).SelectMany(column => Enumerable.Range(y, height).Select(row => (column, row))),
                cell => Assert.True(taken.Add(cell), $"{title} lies on another panel."));
            var queries = panel["targets"]?.AsArray() ?? [];
            Assert.True(queries.Count > 0 || (string)panel["type"]! == "row", title);
            Assert.Equal(queries.Count, queries.Select(query => (string)query!["refId"]!).Distinct().Count());
            Assert.All(queries, query => Closes((string)query!["expr"]!));
        }
    }

    private static void Closes(string query)
    {
        var open = new Stack<char>();
        foreach (var sign in query)
        {
            if (sign is '(' or '{' or '[')
            {
                open.Push(sign == '(' ? ')' : sign == '{' ? '}' : ']');
            }
            else if (sign is ')' or '}' or ']')
            {
                Assert.True(open.TryPop(out var expected) && expected == sign, query);
            }
        }
        Assert.True(open.Count == 0, query);
    }
}
