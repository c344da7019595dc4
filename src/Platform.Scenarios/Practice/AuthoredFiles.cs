using Platform.Scenarios.CommunityRole;
using Platform.Scenarios.Counseling;
using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Content;
using Platform.Scenarios.Simulation.Scoring;
using Platform.Scenarios.Simulation.Wording;

namespace Platform.Scenarios.Practice;

/// <summary>All authored files of practice on simulated people.</summary>
public static class AuthoredFiles
{
    /// <param name="root">The folder that holds <c>CommunityRole/Content</c> and <c>Counseling/Content</c>.</param>
    /// <returns>How many files were read, and one message for each that is refused.</returns>
    public static (int Files, IReadOnlyList<string> Problems) Check(string root)
    {
        var (files, problems) = (0, new List<string>());
        var community = Path.Combine(root, "CommunityRole", "Content");
        var counselling = Path.Combine(root, "Counseling", "Content");
        Each(Path.Combine(community, "personas"), "*.json", path => ContentFile.Read<ResidentPersona>(path));
        Each(Path.Combine(community, "cases"), "*.json", path => ContentFile.Read<CommunityCase>(path));
        Each(Path.Combine(counselling, "help-seekers"), "*.json", path => ContentFile.Read<HelpSeeker>(path));
        foreach (var folder in new[] { community, counselling })
        {
            Each(Path.Combine(folder, "phrases"), "*.json", path => ContentFile.Read<CommonPhrases>(path));
            Each(Path.Combine(folder, "rubrics"), "*.json", path => ContentFile.Read<Rubric>(path));
            Each(Path.Combine(folder, "checks"), "*.json", path => ContentFile.Read<CheckList>(path));
            Each(Path.Combine(folder, "utterances"), "*.jsonl", path => UtteranceFile.Read(path));
        }

        return (files, problems);

        void Each(string folder, string pattern, Action<string> read)
        {
            if (!Directory.Exists(folder))
                return;
            foreach (var path in Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal))
            {
                files++;
                try
                {
                    read(path);
                }
                catch (ContentException refused)
                {
                    problems.Add(refused.Message);
                }
            }
        }
    }
}
