public import Analysis
