using WageSim.Reports.Tables;

namespace WageSim.Reports.Charts;

/// <summary>A tree of parts: levels from left to right, heights in proportion to values.</summary>
public static class IcicleChart
{
    private const double Height = 420, NarrowHeight = 380, LeastLabel = 14;

    /// <summary>The first level below the root decides the colour; names stand where they fit.</summary>
    public static string Draw(string title, TreeNode root, Quantity quantity, int width)
    {
        var svg = new Svg(title, width);
        double top = Layout.Heading(svg, title), level = (width - 2.0) / root.Depth;
        double height = svg.IsNarrow ? NarrowHeight : Height;
        Node(root, 0, top, height, -1);
        return svg.Close(top + height + 4);

        void Node(TreeNode node, int depth, double y, double tall, int colour)
        {
            // The last level of a branch goes on to the right edge.
            double x = 1 + depth * level, wide = node.Children.Count == 0 ? width - 1 - x : level;
            string share = root.Value > 0 ? $", {Quantity.Share.Show(node.Value / root.Value)} of all" : "";
            svg.Begin($"{node.Name}: {quantity.Show(node.Value)}{share}{(node.Note == "" ? "" : $"; {node.Note}")}");
            // Where borders would be all that is seen, there are none.
            int hue = colour % Palette.Light.Count;
            svg.Rectangle(colour < 0 ? "x z" : tall < 3 ? $"p f{hue}" : $"p f{hue} s{hue}", x, y, wide, tall);
            if (tall >= LeastLabel) Label(node, x + 5, y, wide - 10, tall);
            svg.End();
            double at = y;
            for (int i = 0; i < node.Children.Count; i++)
            {
                var child = node.Children[i];
                double part = node.Value > 0 ? tall * child.Value / node.Value : 0;
                if (part > 0) Node(child, depth + 1, at, part, colour < 0 ? i : colour);
                at += part;
            }
        }

        void Label(TreeNode node, double x, double y, double wide, double tall)
        {
            string value = quantity.Show(node.Value);
            double middle = y + tall / 2 + 4;
            if (TextWidth.Of($"{node.Name}  {value}", 11) <= wide)
            {
                svg.Text("v", x, middle, node.Name);
                svg.Text("q e v", x + wide, middle, value);
                return;
            }
            bool two = tall >= 2 * LeastLabel;
            svg.Text("v", x, two ? middle - 7 : middle, TextWidth.Fit(node.Name, wide, 11));
            if (two) svg.Text("q v", x, middle + 7, TextWidth.Fit(value, wide, 11));
        }
    }
}
