"""Figures read in the publications themselves, one by one, against the built tables: a declared unit proves nothing.

Each line was transcribed by hand from the publisher's own file (file, line, column) or from the page named; the last part
names a second publication that prints the same figure. The units are turned into tons here, not by our code.
"""

from __future__ import annotations

import re

import pytest

from data.store import store

UNITS = {"kg": 0.001, "t": 1.0, "kt": 1000.0, "Mt": 1_000_000.0, "%": 1.0, "": 1.0}

# mineral | product | stage | country | year | source | printed | unit | where | printed again in
TONNES = """
cobalt | cobalt | mine | WORLD | 2020 | usgs_mcs_2022 | 142000 | t | cobalt_mcs2022-cobal_world.csv:15 Prod_t_2020 |
cobalt | cobalt | mine | COD | 2020 | usgs_mcs_2022 | 98000 | t | cobalt_mcs2022-cobal_world.csv:6 Prod_t_2020 |
copper | copper | refining | WORLD | 2020 | usgs_mcs_2022 | 25300 | kt | copper_mcs2022-coppe_world.csv:37 Prod_kt_2020 |
copper | copper | mine | CHL | 2020 | usgs_mcs_2022 | 5730 | kt | copper_mcs2022-coppe_world.csv:5 Prod_kt_2020 |
gallium | low_purity_gallium | refining | CHN | 2020 | usgs_mcs_2022 | 317000 | kg | gallium_mcs2022-galli_world.csv:3 Prod_kg_2020 |
graphite | natural_graphite | mine | WORLD | 2020 | usgs_mcs_2022 | 966,000 | t | graphite_mcs2022-graph_world.csv:21 Prod_t_2020 | databoks.katadata.co.id/en/mining/statistics/a8d48dc140e14e6
graphite | natural_graphite | mine | CHN | 2021 | usgs_mcs_2022 | 820,000 | t | graphite_mcs2022-graph_world.csv:6 Prod_t_Est_2021 | databoks.katadata.co.id/en/mining/statistics/a8d48dc140e14e6
graphite | natural_graphite | mine | BRA | 2021 | usgs_mcs_2022 | 68,000 | t | graphite_mcs2022-graph_world.csv:4 Prod_t_Est_2021 | databoks.katadata.co.id/en/mining/statistics/a8d48dc140e14e6
graphite | natural_graphite | mine | MOZ | 2021 | usgs_mcs_2022 | 30,000 | t | graphite_mcs2022-graph_world.csv:12 Prod_t_Est_2021 | databoks.katadata.co.id/en/mining/statistics/a8d48dc140e14e6
palladium | palladium | mine | RUS | 2020 | usgs_mcs_2022 | 93000 | kg | platinum_mcs2022-plati_world.csv:4 Prod_kg_2020 |
rare_earths | rare_earth_oxides | mine | MMR | 2020 | usgs_mcs_2022 | 31000 | t | rare_earths_mcs2022-raree_world.csv:5 Prod_t_2020 |
manganese | manganese | mine | KAZ | 2020 | usgs_mcs_2022 | 158 | kt | manganese_mcs2022-manga_world.csv:12 Prod_kt_2020 |
tungsten | tungsten | mine | CHN | 2020 | usgs_mcs_2022 | 66000 | t | tungsten_mcs2022-tungs_world.csv:5 Prod_t_2020 |
chromium | chromite | mine | KAZ | 2021 | usgs_mcs_2023 | 6500 | kt | mcs2023-chrom_world.csv:5 Prod_t_2021, whose note says thousand metric tons |
chromium | chromite | mine | WORLD | 2022 | usgs_mcs_2023 | 41000 | kt | mcs2023-chrom_world.csv:9 Prod_t_est_2022, whose note says thousand metric tons |
chromium | chromite | reserves | KAZ | 2022 | usgs_mcs_2023 | 230000 | kt | mcs2023-chrom_world.csv:5 Reserves_kt |
cobalt | cobalt | mine | WORLD | 2021 | usgs_mcs_2023 | 165000 | t | mcs2023-cobal_world.csv:16 Prod_t_2021 | beyonddebunked.blogspot.com, February 2023
cobalt | cobalt | mine | WORLD | 2022 | usgs_mcs_2023 | 190000 | t | mcs2023-cobal_world.csv:16 Prod_t_est_2022 | beyonddebunked.blogspot.com, February 2023
nickel | nickel | mine | WORLD | 2021 | usgs_mcs_2023 | 2730000 | t | mcs2023-nicke_world.csv:12 Prod_t_2021 | TEMPO.CO in centralpointnews.com (2.73 Mt)
nickel | nickel | mine | WORLD | 2022 | usgs_mcs_2023 | 3300000 | t | mcs2023-nicke_world.csv:12 Prod_t_est_2022 | TEMPO.CO in centralpointnews.com (3.3 Mt)
nickel | nickel | mine | IDN | 2022 | usgs_mcs_2023 | 1600000 | t | mcs2023-nicke_world.csv:7 Prod_t_est_2022 | TEMPO.CO in centralpointnews.com (1.6 Mt)
nickel | nickel | reserves | IDN | 2022 | usgs_mcs_2023 | 21000000 | t | mcs2023-nicke_world.csv:7 Reserves_t | TEMPO.CO in centralpointnews.com (21 Mt)
rare_earths | rare_earth_oxides | reserves | RUS | 2022 | usgs_mcs_2023 | 21000000 | t | mcs2023-raree_world.csv:12 Reserves_t | rawmaterials.net/usgs-publishes-mineral-commodity-summaries-2024
rhenium | rhenium | mine | KAZ | 2021 | usgs_mcs_2023 | 500 | kg | mcs2023-rheni_world.csv:6 Prod_kg_est_2021 |
rhenium | rhenium | reserves | CHL | 2022 | usgs_mcs_2023 | 1300000 | kg | mcs2023-rheni_world.csv:4 Reserves_kt, kilograms as edition 2024 names it |
zinc | zinc | reserves | AUS | 2022 | usgs_mcs_2023 | 66000 | kt | mcs2023-zinc_world.csv:3 Reserves_kt 1,166,000 less the mark of footnote 11 |
zinc | zinc | mine | CHN | 2022 | usgs_mcs_2023 | 4200 | kt | mcs2023-zinc_world.csv:6 Prod_kt_est_2022 |
vanadium | vanadium | mine | CHN | 2021 | usgs_mcs_2023 | 70300 | t | mcs2023-vanad_world.csv:5 Prod_t_2021 |
vanadium | vanadium | reserves | USA | 2022 | usgs_mcs_2023 | 45 | kt | mcs2023-vanad_world.csv:2 Reserves_t, thousands as edition 2024 names it |
lithium | lithium | mine | WORLD | 2023 | usgs_mcs_2024 | 180000 | t | mcs2024-lithi_world.csv:12 Prod_t_est_2023 | besttoinvestnews.com, 2024-05-17
lithium | lithium | mine | WORLD | 2022 | usgs_mcs_2024 | 146000 | t | mcs2024-lithi_world.csv:12 Prod_t_2022 | besttoinvestnews.com, 2024-05-17
lithium | lithium | mine | AUS | 2023 | usgs_mcs_2024 | 86000 | t | mcs2024-lithi_world.csv:4 Prod_t_est_2023 | besttoinvestnews.com, 2024-05-17
lithium | lithium | mine | CHL | 2022 | usgs_mcs_2024 | 38000 | t | mcs2024-lithi_world.csv:7 Prod_t_2022 | besttoinvestnews.com, 2024-05-17
lithium | lithium | mine | CHL | 2023 | usgs_mcs_2024 | 44000 | t | mcs2024-lithi_world.csv:7 Prod_t_est_2023 | besttoinvestnews.com, 2024-05-17
nickel | nickel | mine | WORLD | 2023 | usgs_mcs_2024 | 3600000 | t | mcs2024-nicke_world.csv:12 Prod_t_est_2023 | databoks.katadata.co.id/index.php/pertambangan/statistik/78c11619e2e0aa2
nickel | nickel | mine | IDN | 2023 | usgs_mcs_2024 | 1800000 | t | mcs2024-nicke_world.csv:7 Prod_t_est_2023 | databoks.katadata.co.id/index.php/pertambangan/statistik/78c11619e2e0aa2
nickel | nickel | mine | PHL | 2023 | usgs_mcs_2024 | 400000 | t | mcs2024-nicke_world.csv:9 Prod_t_est_2023 | databoks.katadata.co.id/index.php/pertambangan/statistik/78c11619e2e0aa2
nickel | nickel | mine | NCL | 2023 | usgs_mcs_2024 | 230000 | t | mcs2024-nicke_world.csv:8 Prod_t_est_2023 | databoks.katadata.co.id/index.php/pertambangan/statistik/78c11619e2e0aa2
nickel | nickel | mine | RUS | 2023 | usgs_mcs_2024 | 200000 | t | mcs2024-nicke_world.csv:10 Prod_t_est_2023 | databoks.katadata.co.id/index.php/pertambangan/statistik/78c11619e2e0aa2
nickel | nickel | reserves | IDN | 2023 | usgs_mcs_2024 | 55000000 | t | mcs2024-nicke_world.csv:7 Reserves_t | databoks.katadata.co.id/index.php/-/statistik/8b7d4dd6657bf30
nickel | nickel | reserves | AUS | 2023 | usgs_mcs_2024 | 24000000 | t | mcs2024-nicke_world.csv:3 Reserves_t | databoks.katadata.co.id/index.php/-/statistik/8b7d4dd6657bf30
nickel | nickel | reserves | BRA | 2023 | usgs_mcs_2024 | 16000000 | t | mcs2024-nicke_world.csv:4 Reserves_t | databoks.katadata.co.id/index.php/-/statistik/8b7d4dd6657bf30
nickel | nickel | reserves | USA | 2023 | usgs_mcs_2024 | 340000 | t | mcs2024-nicke_world.csv:2 Reserves_t | databoks.katadata.co.id/index.php/-/statistik/8b7d4dd6657bf30
rare_earths | rare_earth_oxides | reserves | RUS | 2023 | usgs_mcs_2024 | 10000000 | t | mcs2024-raree_world.csv:12 Reserves_t | rawmaterials.net/usgs-publishes-mineral-commodity-summaries-2024
rare_earths | rare_earth_oxides | mine | CHN | 2023 | usgs_mcs_2024 | 240000 | t | mcs2024-raree_world.csv:7 Prod_t_est_2023 |
gallium | low_purity_gallium | refining | WORLD | 2023 | usgs_mcs_2024 | 610000 | kg | mcs2024-galli_world.csv:8 Prod_kg_est_2023 |
antimony | antimony | mine | TJK | 2022 | usgs_mcs_2024 | 21000 | t | mcs2024-antim_world.csv:16 Prod_t_2022 |
antimony | antimony | reserves | CHN | 2023 | usgs_mcs_2024 | 640000 | t | mcs2024-antim_world.csv:7 Reserves_t |
manganese | manganese | mine | ZAF | 2023 | usgs_mcs_2024 | 7200 | kt | mcs2024-manga_world.csv:15 Prod_kt_est_2023 |
platinum | platinum | mine | ZAF | 2022 | usgs_mcs_2024 | 124000 | kg | mcs2024-plati_world.csv:12 Prod_kg_2022 |
platinum_group | platinum_group_metals | reserves | WORLD | 2023 | usgs_mcs_2024 | 71000000 | kg | mcs2024-plati_world.csv:15 Reserves_kg |
titanium | sponge | refining | KAZ | 2023 | usgs_mcs_2024 | 14000 | t | mcs2024-titan_world.csv:9 Prod_Sponge_t_Est_2023 |
titanium | sponge | refining | JPN | 2022 | usgs_mcs_2024 | 47000 | t | mcs2024-titan_world.csv:8 Prod_Sponge_t_Est_2022 |
fluorspar | fluorspar | mine | MNG | 2023 | usgs_mcs_2024 | 930 | kt | mcs2024-fluor_world.csv:7 Prod_kt_Est_2023 |
tin | tin | mine | IDN | 2022 | usgs_mcs_2024 | 70000 | t | mcs2024-tin_world.csv:9 Prod_t_est_2022 |
tin | tin | mine | MMR | 2023 | usgs_mcs_2024 | 54000 | t | mcs2024-tin_world.csv:6 Prod_t_est_2023 |
cobalt | cobalt | mine | WORLD | 2024 | usgs_mcs_2025 | 290000 | t | MCS2025_World_Data.csv:278 PROD_EST_ 2024 | databoks.katadata.co.id/index.php/pertambangan/statistik/67a0837bd5cc3; worldtradescanner.com 2025-07-03
cobalt | cobalt | mine | WORLD | 2023 | usgs_mcs_2025 | 238000 | t | MCS2025_World_Data.csv:278 PROD_2023 | databoks.katadata.co.id/index.php/pertambangan/statistik/67a0837bd5cc3
cobalt | cobalt | mine | COD | 2024 | usgs_mcs_2025 | 220000 | t | MCS2025_World_Data.csv:268 PROD_EST_ 2024 | databoks.katadata.co.id/index.php/pertambangan/statistik/67a0837bd5cc3; worldtradescanner.com 2025-07-03
cobalt | cobalt | mine | COD | 2023 | usgs_mcs_2025 | 175000 | t | MCS2025_World_Data.csv:268 PROD_2023 | databoks.katadata.co.id/index.php/pertambangan/statistik/67a0837bd5cc3
cobalt | cobalt | mine | IDN | 2024 | usgs_mcs_2025 | 28000 | t | MCS2025_World_Data.csv:270 PROD_EST_ 2024 | databoks.katadata.co.id/index.php/pertambangan/statistik/67a0837bd5cc3
cobalt | cobalt | reserves | IDN | 2024 | usgs_mcs_2025 | 640000 | t | MCS2025_World_Data.csv:270 RESERVES_2024 | databoks.katadata.co.id/index.php/pertambangan/statistik/67a0837bd5cc3
cobalt | cobalt | reserves | COD | 2024 | usgs_mcs_2025 | 6000000 | t | MCS2025_World_Data.csv:268 RESERVES_2024 | databoks.katadata.co.id/index.php/pertambangan/statistik/67a0837bd5cc3
copper | copper | mine | WORLD | 2024 | usgs_mcs_2025 | 23000 | kt | MCS2025_World_Data.csv:297 PROD_EST_ 2024 | nai500.com/blog/2025/02/which-countries-lead-the-world-in-copper-production-usgs-and-mdo-data
copper | copper | mine | CHL | 2024 | usgs_mcs_2025 | 5300 | kt | MCS2025_World_Data.csv:282 PROD_EST_ 2024 | nai500.com/blog/2025/02/which-countries-lead-the-world-in-copper-production-usgs-and-mdo-data
copper | copper | mine | COD | 2024 | usgs_mcs_2025 | 3300 | kt | MCS2025_World_Data.csv:284 PROD_EST_ 2024 | nai500.com/blog/2025/02/which-countries-lead-the-world-in-copper-production-usgs-and-mdo-data
copper | copper | mine | PER | 2024 | usgs_mcs_2025 | 2600 | kt | MCS2025_World_Data.csv:292 PROD_EST_ 2024 | nai500.com/blog/2025/02/which-countries-lead-the-world-in-copper-production-usgs-and-mdo-data
copper | copper | refining | CHN | 2023 | usgs_mcs_2025 | 12000 | kt | MCS2025_World_Data.csv:302 PROD_2023 |
lithium | lithium | mine | WORLD | 2024 | usgs_mcs_2025 | 240000 | t | MCS2025_World_Data.csv:639 PROD_EST_ 2024 | influencenewsnow.com/investing (tanbreez article); miniapp.gate.com/post/status/17187744
lithium | lithium | mine | WORLD | 2023 | usgs_mcs_2025 | 204000 | t | MCS2025_World_Data.csv:639 PROD_2023 | influencenewsnow.com/investing (tanbreez article); miniapp.gate.com/post/status/17187744
lithium | lithium | mine | AUS | 2024 | usgs_mcs_2025 | 88000 | t | MCS2025_World_Data.csv:630 PROD_EST_ 2024 | miniapp.gate.com/post/status/17187744
lithium | lithium | reserves | CHL | 2024 | usgs_mcs_2025 | 9300000 | t | MCS2025_World_Data.csv:633 RESERVES_2024 | statista.com/statistics/268790 (9.3 Mt)
tungsten | tungsten | mine | WORLD | 2024 | usgs_mcs_2025 | 81000 | t | MCS2025_World_Data.csv:1185 PROD_EST_ 2024 | crazyflux.com, 2025-02-25
tungsten | tungsten | mine | CHN | 2024 | usgs_mcs_2025 | 67000 | t | MCS2025_World_Data.csv:1177 PROD_EST_ 2024 | crazyflux.com, 2025-02-25
tungsten | tungsten | reserves | CHN | 2024 | usgs_mcs_2025 | 2400000 | t | MCS2025_World_Data.csv:1177 RESERVES_2024 | crazyflux.com, 2025-02-25
rare_earths | rare_earth_oxides | mine | WORLD | 2024 | usgs_mcs_2025 | 390000 | t | MCS2025_World_Data.csv:897 PROD_EST_ 2024 | nai500.com, March 2025
rare_earths | rare_earth_oxides | mine | CHN | 2024 | usgs_mcs_2025 | 270000 | t | MCS2025_World_Data.csv:885 PROD_EST_ 2024 | globalsouthworld.com/article/this-is-where-the-worlds-rare-earth-minerals-are-found
rare_earths | rare_earth_oxides | mine | USA | 2024 | usgs_mcs_2025 | 45000 | t | MCS2025_World_Data.csv:880 PROD_EST_ 2024 | grayscaleinsight.com/file/821
rare_earths | rare_earth_oxides | mine | MMR | 2024 | usgs_mcs_2025 | 31000 | t | MCS2025_World_Data.csv:883 PROD_EST_ 2024 | nai500.com, March 2025
rare_earths | rare_earth_oxides | mine | AUS | 2024 | usgs_mcs_2025 | 13000 | t | MCS2025_World_Data.csv:881 PROD_EST_ 2024 | wionews.com/photos, 1759307993918
rare_earths | rare_earth_oxides | reserves | BRA | 2024 | usgs_mcs_2025 | 21000000 | t | MCS2025_World_Data.csv:882 RESERVES_2024 | globalsouthworld.com/article/this-is-where-the-worlds-rare-earth-minerals-are-found
rare_earths | rare_earth_oxides | reserves | USA | 2024 | usgs_mcs_2025 | 1900000 | t | MCS2025_World_Data.csv:880 RESERVES_2024 | wionews.com/photos, 1759307993918
titanium | ilmenite | mine | CHN | 2023 | usgs_mcs_2025 | 3250 | kt | MCS2025_World_Data.csv:1124 PROD_2023, thousands although headed metric tons |
titanium | ilmenite | mine | WORLD | 2024 | usgs_mcs_2025 | 8900 | kt | MCS2025_World_Data.csv:1140 PROD_EST_ 2024, thousands although headed metric tons |
magnesium | magnesium_metal | refining | KAZ | 2023 | usgs_mcs_2025 | 22 | kt | MCS2025_World_Data.csv:660 PROD_2023 |
silicon | silicon_metal | refining | KAZ | 2024 | usgs_mcs_2025 | 7 | kt | MCS2025_World_Data.csv:1002 PROD_EST_ 2024 |
silicon | ferrosilicon | refining | KAZ | 2023 | usgs_mcs_2025 | 127 | kt | MCS2025_World_Data.csv:983 PROD_2023 |
niobium | niobium | mine | BRA | 2023 | usgs_mcs_2025 | 102000 | t | MCS2025_World_Data.csv:736 PROD_2023 |
tantalum | tantalum | mine | COD | 2024 | usgs_mcs_2025 | 880 | t | MCS2025_World_Data.csv:1084 PROD_EST_ 2024 |
tellurium | tellurium | refining | CHN | 2024 | usgs_mcs_2025 | 750 | t | MCS2025_World_Data.csv:1094 PROD_EST_ 2024 |
indium | indium | refining | CHN | 2023 | usgs_mcs_2025 | 690 | t | MCS2025_World_Data.csv:483 PROD_2023 |
aluminum | aluminum | refining | CHN | 2024 | usgs_mcs_2025 | 43000 | kt | MCS2025_World_Data.csv:37 PROD_EST_ 2024 |
antimony | antimony | mine | WORLD | 2023 | usgs_mcs_2025 | 106000 | t | MCS2025_World_Data.csv:63 PROD_2023 |
cobalt | cobalt | mine | WORLD | 2025 | usgs_mcs_2026 | 310,000 | t | MCS2026_Commodities_Data.csv:1877 Value |
cobalt | cobalt | reserves | COD | 2025 | usgs_mcs_2026 | 6,000,000 | t | MCS2026_Commodities_Data.csv:1882 Value |
lithium | lithium | mine | ZWE | 2025 | usgs_mcs_2026 | 28,000 | t | MCS2026_Commodities_Data.csv:4257 Value |
lithium | lithium | reserves | WORLD | 2025 | usgs_mcs_2026 | 37,000,000 | t | MCS2026_Commodities_Data.csv:4271 Value |
tungsten | tungsten | mine | KAZ | 2025 | usgs_mcs_2026 | 2,400 | t | MCS2026_Commodities_Data.csv:8225 Value |
chromium | chromite | mine | KAZ | 2024 | usgs_mcs_2026 | 6,100 | kt | MCS2026_Commodities_Data.csv:1520 Value |
gallium | low_purity_gallium | refining | CHN | 2025 | usgs_mcs_2026 | 900,000 | kg | MCS2026_Commodities_Data.csv:2557 Value |
zinc | zinc | mine | KAZ | 2024 | usgs_mcs_2026 | 375 | kt | MCS2026_Commodities_Data.csv:8700 Value |
silver | silver | mine | KAZ | 2024 | usgs_mcs_2026 | 850 | t | MCS2026_Commodities_Data.csv:6889 Value |
antimony | antimony | mine | KAZ | 2025 | usgs_mcs_2026 | 800 | t | MCS2026_Commodities_Data.csv:440 Value |
beryllium | beryllium | mine | USA | 2024 | usgs_mcs_2026 | 230 | t | MCS2026_Commodities_Data.csv:913 Value |
nickel | nickel | reserves | WORLD | 2025 | usgs_mcs_2026 | 140,000,000 | t | MCS2026_Commodities_Data.csv:5082 Value, printed with > |
uranium | uranium | mine | KAZ | 2018 | wna_uranium | 21705 | t | uranium_production.csv KAZ 2018 | Red Book 2022 by NucNet, 2023-04-04; Kazatomprom by oko-planet.su, August 2019; WNA August 2023, world-nuclear.org
uranium | uranium | mine | KAZ | 2019 | wna_uranium | 22808 | t | uranium_production.csv KAZ 2019 | Kazatomprom by MarketScreener (33920016): 22 808 t in 2019
uranium | uranium | mine | KAZ | 2020 | wna_uranium | 19477 | t | uranium_production.csv KAZ 2020 | Kazatomprom by Enerdata: 19,477 tU in 2020; Red Book 2022 by NucNet
uranium | uranium | mine | KAZ | 2021 | wna_uranium | 21819 | t | uranium_production.csv KAZ 2021 | WNA August 2023, world-nuclear.org; kun.uz 2022-07-07 (21,800 t)
uranium | uranium | mine | KAZ | 2022 | wna_uranium | 21227 | t | uranium_production.csv KAZ 2022 | Kazatomprom by Trend, en.trend.az/casia/kazakhstan/3857738.html
uranium | uranium | mine | CAN | 2022 | wna_uranium | 7351 | t | uranium_production.csv CAN 2022 | currentaffairs.adda247.com/top-10-uranium-producing-countries-in-the-world
uranium | uranium | mine | NAM | 2021 | wna_uranium | 5753 | t | uranium_production.csv NAM 2021 | WNA August 2023, world-nuclear.org
uranium | uranium | mine | WORLD | 2019 | wna_uranium | 54742 | t | uranium_production.csv WLD 2019 | WNA August 2023, world-nuclear.org
uranium | uranium | mine | KAZ | 2024 | wna_uranium | 23270 | t | uranium_production.csv KAZ 2024 |
uranium | uranium | reserves | KAZ | 2021 | wna_uranium_resources | 815,200 | t | miningvisuals.com/post/uranium-resources-by-country | currentaffairs.adda247.com/top-10-uranium-producing-countries-in-the-world
uranium | uranium | reserves | WORLD | 2021 | wna_uranium_resources | 6,078,500 | t | miningvisuals.com/post/uranium-resources-by-country |
uranium | uranium_hexafluoride | capacity | RUS | 2017 | euratom_conversion_2017 | 18 000 | t | ec.europa.eu/euratom/observatory_segments_c.html |
uranium | uranium_hexafluoride | capacity | CAN | 2017 | euratom_conversion_2017 | 12 500 | t | ec.europa.eu/euratom/observatory_segments_c.html | nuklearforum.ch, conversion plant of Port Hope (12,500 tU)
metallurgical_coal | coking_coal | mine | IND | 2023 | page_munsifdaily_coking_coal_2024_12 | 66.821 | Mt | Ministry of Coal by Munsif Daily | theindianawaaz.com/india-records-highest-ever-coal-production-in-year-2023-24
metallurgical_coal | coking_coal | mine | AUS | 2022 | page_cdtvcms_req_2023_10 | 168 | Mt | cdtvcms.org/news/4686547 |
"""

# mineral | product | stage | country | source | printed | where | printed again in
SHARES = """
gallium | gallium | refining | CHN | eu_crm_2023 | 93.8% | fact_GlobalSupplyShares&t.csv:488 | globsecusfoundation.org (94%)
germanium | germanium | refining | CHN | eu_crm_2023 | 83.1% | fact_GlobalSupplyShares&t.csv:489 | globsecusfoundation.org (83%)
antimony | antimony | mine | CHN | eu_crm_2023 | 56.4% | fact_GlobalSupplyShares&t.csv:457 | globsecusfoundation.org (56%)
cobalt | cobalt | mine | COD | eu_crm_2023 | 62.8% | fact_GlobalSupplyShares&t.csv:604 |
chromium | chromite | mine | KAZ | eu_crm_2023 | 15.7% | fact_GlobalSupplyShares&t.csv:1189 |
phosphate | phosphorus | refining | KAZ | eu_crm_2023 | 6.4% | fact_GlobalSupplyShares&t.csv:1206 |
titanium | titanium_metal | refining | KAZ | eu_crm_2023 | 6.7% | fact_GlobalSupplyShares&t.csv:1215 |
niobium | niobium | refining | BRA | eu_crm_2023 | 88.8% | fact_GlobalSupplyShares&t.csv:294 |
metallurgical_coal | coking_coal | mine | CHN | eu_crm_2023 | 52.7% | fact_GlobalSupplyShares&t.csv:473 |
hafnium | hafnium | refining | FRA | eu_crm_2023 | 49.3% | fact_GlobalSupplyShares&t.csv:796 |
copper | copper | mine | CHL | iea_2024 | 5476.0 / 22794.0 | iea_supply_flat.csv:2 and 30, kt |
copper | copper_including_scrap | refining | CHN | iea_2024 | 11860.0 / 26944.0 | iea_supply_flat.csv:34 and 58, kt |
cobalt | cobalt | refining | CHN | iea_2024 | 196.1433565869552 / 250.14973829515156 | iea_supply_flat.csv:86 and 110, kt |
nickel | nickel | mine | IDN | iea_2024 | 2463.0 / 3861.0 | iea_supply_flat.csv:166 and 194, kt |
nickel | nickel | refining | CAN | iea_2024 | 113.1 / 3483.697 | iea_supply_flat.csv:218 and 226, kt |
graphite | battery_grade_graphite | refining | CHN | iea_2024 | 1794.824456364271 / 1875.2524875207132 | iea_supply_flat.csv:262 and 290, kt |
"""

# a query for the one figure | printed | where
OTHERS = """
select share_pct from import_source where importer = 'USA' and mineral_id = 'beryllium' and iso3 = 'KAZ' | 31 | MCS2026_Commodities_Data.csv:908 Value
select share_pct from import_source where importer = 'USA' and mineral_id = 'chromium' and form = 'Ferrochromium' and iso3 = 'KAZ' | 24 | MCS2026_Commodities_Data.csv:1502 Value
select share_pct from import_source where importer = 'USA' and mineral_id = 'copper' and form = 'Refined copper' and iso3 = 'CHL' | 68 | MCS2026_Commodities_Data.csv:1986 Value
select share_pct from import_source where importer = 'USA' and mineral_id = 'cobalt' and iso3 = 'NOR' | 26 | MCS2026_Commodities_Data.csv:1845 Value
select share_pct from import_source where importer = 'EU' and mineral_id = 'titanium' and form = 'titanium_metal' and iso3 = 'KAZ' | 36 | fact_EUSupplyShares&t.csv:810 Share
select share_pct from import_source where importer = 'EU' and mineral_id = 'boron' and stage = 'mine' and iso3 = 'TUR' | 99 | fact_EUSupplyShares&t.csv:124 Share
select share_pct from import_source where importer = 'EU' and mineral_id = 'cobalt' and stage = 'refining' and iso3 = 'FIN' | 62 | fact_EUSupplyShares&t.csv:160 Share
select share_pct from import_source where importer = 'EU' and mineral_id = 'niobium' and iso3 = 'BRA' | 82 | fact_EUSupplyShares&t.csv:599 Share
select reliance_pct from import_reliance where mineral_id = 'copper' and year = 2024 and edition = '2026' | 45 | MCS2026_Commodities_Data.csv:1955 Value
select reliance_pct from import_reliance where mineral_id = 'tungsten' and year = 2024 and flag = 'more_than' and edition = '2026' | 50 | MCS2026_Commodities_Data.csv:8187 Value >50
select reliance_pct from import_reliance where mineral_id = 'tellurium' and year = 2024 and flag = 'less_than' and edition = '2026' | 25 | MCS2026_Commodities_Data.csv:7576 Value <25
select reliance_pct from import_reliance where mineral_id = 'cobalt' and year = 2018 and edition = '2022' | 64 | cobalt_mcs2022-cobal_salient.csv:3 NIR_pct
select reliance_pct from import_reliance where mineral_id = 'fluorspar' and year = 2023 and edition = '2024' | 100 | MCS2024_Fig2_Net_Import_Reliance.csv, FLUORSPAR
select count(*) from import_reliance where mineral_id = 'boron' and year = 2024 and edition = '2026' and flag = 'net_exporter' and reliance_pct is null | 1 | MCS2026_Commodities_Data.csv:1068 Value E
select price from price where mineral_id = 'lithium' and period = '2024' | 11800 | MCS2026_Commodities_Data.csv:4223 Value
select price from price where mineral_id = 'cobalt' and period = '2024' and basis like '%LME%' | 11.84 | MCS2026_Commodities_Data.csv:1830 Value
select price from price where mineral_id = 'germanium' and product = 'germanium' and period = '2024' | 1991 | MCS2026_Commodities_Data.csv:2776 Value
select price from price where mineral_id = 'silver' and period = '2024' | 28.37 | MCS2026_Commodities_Data.csv:6858 Value
select price_usd_t from price where mineral_id = 'nickel' and period = '2008-07' | 20160.22 | CMO-Historical-Data-Monthly.xlsx, Monthly Prices, row 589, Nickel
select price_usd_t from price where mineral_id = 'copper' and period = '1990-01' | 2366.64 | CMO-Historical-Data-Monthly.xlsx, Monthly Prices, row 367, Copper
select price from price where mineral_id = 'platinum' and period = '2024-12' | 937.88 | CMO-Historical-Data-Monthly.xlsx, Monthly Prices, row 786, Platinum
select price from price where mineral_id = 'tin' and period = '2026-05' | 53562.79 | CMO-Historical-Data-Monthly.xlsx, Monthly Prices, row 803, Tin
select supply_risk from eu_supply_risk where listed_as = 'Gallium' and year = 2023 | 3.9 | dimension_CRMsOverTime.csv Gallium 2023 SR
select economic_importance from eu_supply_risk where listed_as = 'HREEs' and year = 2023 | 4.2 | dimension_CRMsOverTime.csv HREEs 2023 EI
select supply_risk from eu_supply_risk where listed_as = 'Cobalt' and year = 2011 | 1.1 | dimension_CRMsOverTime.csv Cobalt 2011 SR
select round(estimate, 2) from governance where iso3 = 'CHN' and year = 2022 | -0.44 | wgi_political_stability_estimate.csv:40 2022
select round(estimate, 2) from governance where iso3 = 'KAZ' and year = 2022 | -0.36 | wgi_political_stability_estimate.csv:100 2022
select round(estimate, 2) from governance where iso3 = 'COD' and year = 2022 | -1.98 | wgi_political_stability_estimate.csv:213 2022
select capacity_tswu from enrichment where operator like 'Rosatom%' and year = 2015 | 26600 | ec.europa.eu/euratom/observatory_segments_e.html
"""


def lines(text: str) -> list[list[str]]:
    return [
        [part.strip() for part in line.split(" | ")] for line in re.sub(r"\|$", "| ", text, flags=re.M).strip("\n").splitlines()
    ]


def number(printed: str) -> float:
    return float(re.sub(r"[,%\s]", "", printed))


def only(query: str, *values: object) -> float:
    found = store().cursor().execute(query, list(values)).fetchall()
    assert len(found) == 1, f"{len(found)} figures instead of one: {query} {values}"
    return float(found[0][0])


@pytest.mark.parametrize("line", lines(TONNES), ids=lambda line: " ".join(line[:6]))
def test_tonnes(line: list[str]) -> None:
    mineral, product, stage, country, year, source, printed, unit, *_ = line
    table, where, values = "production", "", [mineral, product, int(year), source]
    if country == "WORLD":
        table = "world_total"
    else:
        where, values = " and iso3 = ?", [*values, country]
    if stage in ("capacity", "reserves") and country != "WORLD":
        table = stage
    else:
        where, values = f"{where} and stage = ?", [*values, stage]
    query = f"select quantity_t from {table} where mineral_id = ? and product = ? and year = ? and source_id = ?{where}"
    assert only(query, *values) == pytest.approx(number(printed) * UNITS[unit], rel=1e-12)


@pytest.mark.parametrize("line", lines(SHARES), ids=lambda line: " ".join(line[:5]))
def test_shares(line: list[str]) -> None:
    *which, printed, _where, _again = line
    query = "select share_pct from supply_share where mineral_id = ? and product = ? and stage = ? and iso3 = ? and source_id = ?"
    part, _, whole = printed.partition("/")
    expected = 100 * number(part) / number(whole) if whole else number(part)
    assert only(query, *which) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("line", lines(OTHERS), ids=lambda line: line[2])
def test_others(line: list[str]) -> None:
    query, printed, _where = line
    assert only(query) == pytest.approx(number(printed), rel=1e-12)


def test_kazakhstan_uranium_is_confirmed_by_the_producer_within_a_few_tons() -> None:
    """Kazatomprom by Trend (en.trend.az/casia/kazakhstan/3857738.html): 21,112 t in 2023; WNA prints 21,109."""
    query = "select quantity_t from production where mineral_id = 'uranium' and iso3 = 'KAZ' and year = 2023"
    assert only(query) == 21109
    assert only(query) == pytest.approx(21112, abs=5)


def test_the_three_largest_refiners_of_the_iea_have_86_percent_on_average() -> None:
    """IEA, Critical minerals (iea.org/topics/critical-minerals): 86% on average for key minerals in 2024."""
    query = "select avg(top3_pct) from market where source_id = 'iea_2024' and stage = 'refining' and period = '2024'"
    assert round(only(query)) == 86


@pytest.mark.parametrize(
    ("unit", "tons"), [("dollars per pound", 2204.62262), ("cents per pound", 22.0462262), ("dollars per troy ounce", 32150.7466)]
)
def test_prices_per_ton_follow_from_the_pound_and_the_ounce(unit: str, tons: float) -> None:
    query = "select price_usd_t, price from price where unit = ? and price is not null"
    found = store().cursor().execute(query, [unit]).fetchall()
    assert len(found) > 20
    for per_ton, price in found:
        assert per_ton == pytest.approx(price * tons, rel=1e-6, abs=0.006)


def test_there_are_enough_figures_and_second_publications() -> None:
    tonnes, shares = lines(TONNES), lines(SHARES)
    assert len(tonnes) + len(shares) + len(lines(OTHERS)) >= 80
    assert sum(bool(line[-1]) for line in [*tonnes, *shares]) >= 20
    assert len({line[0] for line in tonnes}) >= 25
    assert len({line[5] for line in tonnes}) >= 8
